import {
  type AcceptedDifference,
  explanationOf,
  readAcceptedDifferences,
} from "./accepted-differences.ts";
import { type Aspect, aspectsOf, compareRecords, type Difference } from "./compare.ts";
import type { FidelityCase } from "./fidelity-case.ts";
import type { Played } from "./play-all.ts";
import { readRecorded } from "./recorded-answers.ts";

/** How the simulator did in one case. */
export interface Verdict {
  readonly played: FidelityCase;
  /** What the recorded answers say anything of. */
  readonly aspects: ReadonlySet<Aspect>;
  readonly differences: readonly {
    readonly difference: Difference;
    readonly explanation: AcceptedDifference | undefined;
  }[];
  /** Why nothing could be compared. */
  readonly failure: string | undefined;
}

/** Compares what was played with what is recorded. */
export function verdictOn({ played, record, failure }: Played): Verdict {
  const recorded = readRecorded(played.name);
  const missing = recorded ? failure : "no recorded answer: run with --lab";
  if (!recorded || !record) {
    return {
      played,
      aspects: new Set(),
      differences: [],
      failure: missing ?? "nothing was played",
    };
  }
  const accepted = readAcceptedDifferences();
  return {
    played,
    aspects: aspectsOf(recorded),
    differences: compareRecords(recorded, record).map((difference) => ({
      difference,
      explanation: explanationOf(accepted, played.name, difference),
    })),
    failure,
  };
}

/** What nobody has explained, one line for each. */
export function unexplained(verdict: Verdict): readonly string[] {
  const { failure, differences } = verdict;
  return [
    ...(failure === undefined ? [] : [failure]),
    ...differences
      .filter((one) => one.explanation === undefined)
      .map(
        ({ difference: { place, recorded, simulated } }) =>
          `${place}: Heat ${recorded}, simulator ${simulated}`,
      ),
  ];
}
