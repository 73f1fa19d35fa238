"""Asks oslo.policy itself how it decides, and prints rules with its answers as JSON.

    python3 ask-oslo.py > oslo-decisions.json     # needs python3-oslo.policy
"""
import json
import logging
import random

from oslo_policy import _parser

logging.disable(logging.CRITICAL)

RULES = {"yes": "@", "no": "!", "admin": "role:admin", "owner": "project_id:%(project_id)s"}
CREDENTIALS = [
    {"user_id": "u1", "project_id": "p1", "roles": ["Member", "reader"], "is_admin": False},
    {"user_id": "u2", "project_id": None, "roles": ["admin"], "is_admin": True, "count": 3},
    {"user_id": "u1", "roles": [], "token": {"project": {"domain": {"id": "d1"}},
                                              "groups": [{"id": "g1"}, {"id": "g2"}]}},
]
TARGETS = [
    {"project_id": "p1", "user_id": "u1", "role": "READER", "group": "g2", "domain": "d1"},
    {"project_id": None, "user_id": "u2", "target.project.id": "p1", "n": 3, "enabled": True},
    {},
]
CHECKS = [
    "@", "!", "role:admin", "role:MEMBER", "role:%(role)s", "role:", "rule:yes", "rule:no",
    "rule:admin", "rule:owner", "rule:absent", "is_admin:True", "is_admin:true", "is_admin:False",
    "user_id:u1", "user_id:%(user_id)s", "project_id:%(project_id)s", "project_id:None",
    "project_id:%(target.project.id)s", "True:%(enabled)s", "'p1':%(project_id)s", '"u2":%(user_id)s',
    "None:%(project_id)s", "3:%(n)s", "count:3", "token.project.domain.id:%(domain)s",
    "token.groups.id:%(group)s", "roles:reader", "roles:Reader", "absent:x", "absent.deep:x",
    "user_id:u%%1", "user_id:a:b", "True:True", "'':", "1.0:1.0", "'a.b':a.b", "user_id:",
]
WRITTEN = [
    "", " ", "()", "(@)", "((@))", "( @ )", "(@", "@)", "@ @", "and", "or", "not", "not @", "not !",
    "not not @", "NOT @", "@ AND !", "@ Or !", "! or @ and !", "! and @ or @", "@ or @ and !",
    "@ and not !", "not @ or @", "not (@ or @)", "not(@)", "(! or @) and @", "! or (@ and @)",
    "! or ! or @", "@ and @ and !", "\t@\n", "'text'", "and @", "@ and", "@ or or @", "role:admin(",
    "(role:member)", "(role:member and (user_id:u1))", "user_id:%(user_id)", "((@) and (@)",
    [], [[]], [[], []], ["@"], ["!"], [["@"]], [["@", "!"]], [["!"], ["@"]], ["!", "@"],
    [["role:member", "user_id:u1"], ["role:admin"]], [["@"], []], ["rule:owner"], "role:member role:reader",
]


class Enforcer:
    rules = {name: _parser.parse_rule(rule) for name, rule in RULES.items()}


def expression(source, depth):
    shape = source.choice(["check", "check", "not", "and", "or", "group"] if depth else ["check"])
    if shape == "check":
        return source.choice(CHECKS)
    inner = lambda: expression(source, depth - 1)
    if shape == "not":
        return "not " + inner()
    if shape == "group":
        return "(" + inner() + ")"
    return (" %s " % shape).join(inner() for _ in range(source.randint(2, 3)))


def decision(rule):
    answers = ""
    for credentials in CREDENTIALS:
        for target in TARGETS:
            try:
                check = _parser.parse_rule(rule)
                answers += "y" if check(target, credentials, Enforcer) else "n"
            except Exception:
                answers += "!"
    return answers


source = random.Random(20170919)
asked = CHECKS + WRITTEN + [expression(source, 4) for _ in range(600)]
print(json.dumps({"rules": RULES, "credentials": CREDENTIALS, "targets": TARGETS}, indent=1)[:-2]
      + ',\n "decisions": [\n  '
      + ",\n  ".join(json.dumps([rule, decision(rule)]) for rule in asked) + "\n ]\n}")
