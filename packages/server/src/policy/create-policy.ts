import { type Logger, silentLogger } from "@jeroboam/core";
import type { Identity } from "../identity/identity.ts";
import { credentialsOf, isClusterUser, isOwnCluster, targetAttributes } from "./credentials.ts";
import { decide } from "./decide.ts";
import { DEFAULTS, type PolicyGeneration } from "./generation.ts";
import type { Attributes } from "./pattern.ts";
import type { Policy, Target } from "./policy.ts";
import type { Rule } from "./rule-names.ts";
import { type Complaint, type RuleSet, readRuleSet } from "./rule-set.ts";

/** A rule in oslo.policy's language: a text, or the older list of lists. */
export type RuleText = string | readonly (string | readonly string[])[];

export interface PolicyOptions {
  /** Which rules count where nothing else is said. Default `role-based`. */
  readonly generation?: PolicyGeneration;
  /** Rules that take the place of others, and further ones that they refer to. */
  readonly overrides?: Readonly<Record<string, RuleText>>;
  /** Gets told about rules that cannot be understood or that nothing asks for. */
  readonly log?: Logger;
}

/**
 * A policy out of Magnum's default rules and what takes their place.
 *
 * A rule that cannot be understood lets nobody pass.
 *
 * @throws {@link PolicyError} JRB_POLICY_REMOTE_CHECK, JRB_POLICY_CYCLE.
 */
export function createPolicy(options: PolicyOptions = {}): Policy {
  const { generation = "role-based", overrides = {}, log = silentLogger } = options;
  const ruleSet = readRuleSet(
    DEFAULTS[generation].rules,
    new Map(Object.entries(overrides).map(([name, rule]) => [name, { rule }])),
  );
  for (const complaint of ruleSet.complaints) logComplaint(log, complaint);
  return policyOf(ruleSet, generation);
}

/**
 * Decides by a set of rules.
 *
 * A cluster's own user passes no rule for anything but its cluster, whatever the rules say: its
 * password lies on the cluster's nodes.
 *
 * @upstream magnum/common/policy.py `enforce`; oslo_policy/policy.py `Enforcer.enforce`
 */
export function policyOf(ruleSet: RuleSet, generation: PolicyGeneration): Policy {
  const { withoutProject } = DEFAULTS[generation];
  const holds = (name: string, credentials: Attributes, target: Attributes) => {
    const check = ruleSet.findRule(name);
    return (
      check !== undefined && decide(check, { credentials, target, findRule: ruleSet.findRule })
    );
  };
  const judge = (rule: Rule, identity: Identity, target?: Target) => {
    if (isOutside(identity, target)) return false;
    const attributes = targetAttributes(identity, target);
    const caller = credentialsOf(identity);
    const isAdmin = holds("context_is_admin", caller, attributes);
    if (identity.projectId === null && !(isAdmin && withoutProject === "admin")) return false;
    return holds(rule, { ...caller, is_admin: isAdmin }, attributes);
  };
  // The answer follows from the caller, who is the same object for a while, and from the target, which
  // often is whose the last one was.
  const known = new WeakMap<Identity, Map<Rule, Judged>>();
  const answersTo = (identity: Identity): Map<Rule, Judged> => {
    const answers = known.get(identity) ?? new Map<Rule, Judged>();
    if (answers.size === 0) known.set(identity, answers);
    return answers;
  };
  return {
    allows(rule, identity, target) {
      const answers = answersTo(identity);
      const last = answers.get(rule);
      if (last && isSame(last.target, target)) return last.answer;
      const answer = judge(rule, identity, target);
      answers.set(rule, { target, answer });
      return answer;
    },
  };
}

/** What was last answered to a caller about a rule. */
interface Judged {
  readonly target: Target | undefined;
  readonly answer: boolean;
}

function isSame(one: Target | undefined, other: Target | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return (
    one.projectId === other.projectId &&
    one.userId === other.userId &&
    one.clusterUuid === other.clusterUuid
  );
}

function isOutside(identity: Identity, target: Target | undefined): boolean {
  return isClusterUser(identity) && !isOwnCluster(identity, target);
}

export function logComplaint(log: Logger, { level, message, ...fields }: Complaint): void {
  log[level](fields, message);
}
