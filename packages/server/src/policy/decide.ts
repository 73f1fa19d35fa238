import { pythonText } from "../python-text.ts";
import type { Check } from "./check.ts";
import { type Attributes, fillPattern, isAttributes } from "./pattern.ts";

/** What a check is decided on. */
export interface Facts {
  /** Who asks. */
  readonly credentials: Attributes;
  /** What it is about. */
  readonly target: Attributes;
  /** A rule by its name; undefined when there is none. */
  findRule(name: string): Check | undefined;
}

/**
 * Whether a check holds. What is missing never helps: neither a rule, nor an attribute, nor a credential.
 *
 * @upstream oslo_policy/_checks.py
 */
export function decide(check: Check, facts: Facts): boolean {
  switch (check.kind) {
    case "always":
      return true;
    case "never":
      return false;
    case "not":
      return !decide(check.check, facts);
    case "and":
      return check.checks.every((one) => decide(one, facts));
    case "or":
      return check.checks.some((one) => decide(one, facts));
    case "rule": {
      const rule = facts.findRule(check.name);
      return rule !== undefined && decide(rule, facts);
    }
    case "role":
      return holdsRole(facts.credentials["roles"], fillPattern(check.role, facts.target));
    case "literal":
      return check.text === fillPattern(check.pattern, facts.target);
    case "credential": {
      const wanted = fillPattern(check.pattern, facts.target);
      return wanted !== undefined && holds(facts.credentials, check.path, wanted);
    }
  }
}

function holdsRole(roles: unknown, wanted: string | undefined): boolean {
  return (
    wanted !== undefined &&
    Array.isArray(roles) &&
    roles.some((role) => typeof role === "string" && role.toLowerCase() === wanted.toLowerCase())
  );
}

/** Of a list, one element is enough. */
function holds(value: unknown, path: readonly string[], wanted: string): boolean {
  if (Array.isArray(value)) return value.some((element) => holds(element, path, wanted));
  const [name, ...rest] = path;
  if (name === undefined) return pythonText(value) === wanted;
  return isAttributes(value) && Object.hasOwn(value, name) && holds(value[name], rest, wanted);
}
