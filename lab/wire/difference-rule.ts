import type { Json } from "./answer.ts";
import type { Difference } from "./compare.ts";

/**
 * Why two servers differ: the peer is of 2022 and the reference of 2026, the peer lacks an engine or runs
 * on another HTTP server, or ours is better on purpose.
 */
export const KINDS = ["newer Magnum", "other set-up", "improvement"] as const;
export type Kind = (typeof KINDS)[number];

/** A difference that is meant to be, with its reason. A rule that nothing matches any more is an error. */
export interface DifferenceRule {
  /** The steps it is about; every step where undefined. */
  readonly steps?: RegExp | readonly string[];
  /** The fields it is about; every field where undefined. */
  readonly field?: RegExp;
  /** Only where the answers have these statuses; 0 stands for a connection closed without an answer. */
  readonly status?: readonly [peer: number, ours: number];
  /** What the peer says there, as JSON; whatever it says where undefined. */
  readonly peer?: RegExp;
  /** What ours says there, as JSON; whatever it says where undefined. */
  readonly ours?: RegExp;
  readonly kind: Kind;
  readonly reason: string;
}

export interface Explained {
  readonly rule: DifferenceRule;
  readonly differences: readonly Difference[];
}

/** Every difference at the first rule that it matches, and those that match none. */
export function explain(
  differences: readonly Difference[],
  rules: readonly DifferenceRule[],
): { readonly explained: readonly Explained[]; readonly unexplained: readonly Difference[] } {
  const byRule = new Map<DifferenceRule, Difference[]>(rules.map((rule) => [rule, []]));
  const unexplained: Difference[] = [];
  const statuses = new Map(
    differences.flatMap(({ step, field, peer, ours }) =>
      field === "status"
        ? [[step, `${JSON.stringify(peer)} ${JSON.stringify(ours)}`] as const]
        : [],
    ),
  );
  for (const difference of differences) {
    const rule = rules.find((one) => matches(one, difference, statuses.get(difference.step)));
    if (rule) byRule.get(rule)?.push(difference);
    else unexplained.push(difference);
  }
  const explained = [...byRule].map(([rule, found]) => ({ rule, differences: found }));
  return { explained, unexplained };
}

function matches(
  rule: DifferenceRule,
  { step, field, peer, ours }: Difference,
  statuses: string | undefined,
): boolean {
  const { steps, status } = rule;
  if (steps !== undefined && !(steps instanceof RegExp ? steps.test(step) : steps.includes(step)))
    return false;
  if (status !== undefined && status.join(" ") !== statuses) return false;
  return (rule.field?.test(field) ?? true) && says(rule.peer, peer) && says(rule.ours, ours);
}

function says(pattern: RegExp | undefined, value: Json | undefined): boolean {
  return pattern === undefined || pattern.test(JSON.stringify(value) ?? "undefined");
}
