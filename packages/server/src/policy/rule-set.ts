import { type Check, referencesIn } from "./check.ts";
import { parseRule } from "./parse-rule.ts";
import { PolicyError } from "./policy-error.ts";

/** A rule as it was written, and the file where. */
export interface WrittenRule {
  readonly rule: unknown;
  readonly file?: string;
}

/** Something about the rules that an operator should know. */
export interface Complaint {
  readonly level: "warn" | "error";
  readonly rule: string;
  readonly file: string | undefined;
  readonly message: string;
}

/** Rules that can be decided on. */
export interface RuleSet {
  /** A rule by its name, or the one called `default`; undefined when there is neither. */
  findRule(name: string): Check | undefined;
  readonly complaints: readonly Complaint[];
}

/** Stands in for names that no rule has. */
const FALLBACK = "default";

/**
 * Reads rules and those that take their place.
 *
 * A rule that cannot be understood lets nobody pass.
 *
 * @throws {@link PolicyError} JRB_POLICY_REMOTE_CHECK, JRB_POLICY_CYCLE.
 * @upstream oslo_policy/policy.py `Enforcer.load_rules`, `Enforcer.check_rules`
 * @differs A cycle is refused; oslo warns, and fails when the rule is asked.
 */
export function readRuleSet(
  defaults: Readonly<Record<string, string>>,
  overrides: ReadonlyMap<string, WrittenRule>,
): RuleSet {
  const complaints: Complaint[] = [];
  const complain = (level: Complaint["level"], rule: string, message: string) =>
    complaints.push({ level, rule, file: overrides.get(rule)?.file, message });

  const written = new Map<string, WrittenRule>([
    ...Object.entries(defaults).map(([name, rule]) => [name, { rule }] as const),
    ...overrides,
  ]);
  const rules = new Map<string, Check>();
  for (const [name, { rule, file }] of written)
    try {
      rules.set(name, parseRule(rule));
    } catch (error) {
      if (!(error instanceof PolicyError)) throw error;
      const text = `The rule ${name} cannot be used: ${error.message}.`;
      if (error.code !== "JRB_POLICY_RULE_INVALID")
        throw new PolicyError(error.code, file === undefined ? text : `${file}: ${text}`);
      complain("error", name, `${text} It lets nobody pass.`);
      rules.set(name, { kind: "never" });
    }

  const findRule = (name: string) => rules.get(name) ?? rules.get(FALLBACK);
  refuseCycles(rules, findRule);

  const referredTo = new Set([...rules.values()].flatMap(referencesIn));
  for (const name of overrides.keys())
    if (!Object.hasOwn(defaults, name) && !referredTo.has(name) && name !== FALLBACK)
      complain("warn", name, `Nothing asks for the rule ${name}; look for a misspelt name.`);
  for (const [name, check] of rules)
    for (const missing of new Set(referencesIn(check)))
      if (!rules.has(missing))
        complain("warn", name, `The rule ${name} refers to ${missing}, which is not there.`);
  return { findRule, complaints };
}

function refuseCycles(
  rules: ReadonlyMap<string, Check>,
  findRule: (name: string) => Check | undefined,
): void {
  const safe = new Set<Check>();
  const follow = (check: Check, path: readonly string[], above: ReadonlySet<Check>) => {
    if (safe.has(check)) return;
    if (above.has(check))
      throw new PolicyError(
        "JRB_POLICY_CYCLE",
        `A rule refers to itself: ${path.join(" -> ")}. Take one of the references out.`,
      );
    for (const name of referencesIn(check)) {
      const next = findRule(name);
      if (next) follow(next, [...path, name], new Set([...above, check]));
    }
    safe.add(check);
  };
  for (const [name, check] of rules) follow(check, [name], new Set());
}
