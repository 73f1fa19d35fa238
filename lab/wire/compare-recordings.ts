import { compareAnswers, type Difference } from "./compare.ts";
import { type DifferenceRule, explain, type Explained } from "./difference-rule.ts";
import type { Recording } from "./run-script.ts";

export interface Comparison {
  readonly requests: number;
  /** Requests whose answers differ in nothing but what the version headers say. */
  readonly equal: number;
  /** Fields that differ, version headers apart. */
  readonly fields: number;
  readonly explained: readonly Explained[];
  readonly unexplained: readonly Difference[];
  /** Reasons of rules that nothing matched. */
  readonly stale: readonly string[];
}

/** Compares the answers to every request that both servers were asked. */
export function compareRecordings(
  peer: Recording,
  ours: Recording,
  rules: readonly DifferenceRule[],
): Comparison {
  const steps = Object.keys(peer).filter((step) => step in ours);
  const differences = steps.flatMap((step) => {
    const [one, other] = [peer[step], ours[step]];
    return one && other ? compareAnswers(step, one, other) : [];
  });
  const telling = differences.filter(({ field }) => !field.startsWith("headers.openstack-api-"));
  const { explained, unexplained } = explain(differences, rules);
  return {
    requests: steps.length,
    equal: steps.length - new Set(telling.map(({ step }) => step)).size,
    fields: telling.length,
    explained,
    unexplained,
    stale: explained.filter((one) => one.differences.length === 0).map(({ rule }) => rule.reason),
  };
}

/** One unexplained difference in one line. */
export function describeDifference({ step, field, peer, ours }: Difference): string {
  return `${step}: ${field}: Magnum ${shown(peer)}, ours ${shown(ours)}`;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
