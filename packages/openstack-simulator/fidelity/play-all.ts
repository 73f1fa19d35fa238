import type { FidelityCase } from "./fidelity-case.ts";
import type { FidelityRecord } from "./fidelity-record.ts";
import type { HeatEndpoint } from "./heat-endpoint.ts";
import { playCase } from "./play-case.ts";

/** A case's record, or why there is none. */
export interface Played {
  readonly played: FidelityCase;
  readonly record?: FidelityRecord;
  readonly failure?: string;
}

/** Plays cases, several at a time, and tells of each as it ends. */
export async function playAll(
  heat: HeatEndpoint,
  cases: readonly FidelityCase[],
  width: number,
  onEnd: (result: Played) => void = () => {},
): Promise<readonly Played[]> {
  const waiting = cases.entries();
  const results: Played[] = [];
  const work = async (): Promise<void> => {
    for (const [index, played] of waiting) {
      const result = await playCase(heat, played).then(
        (record): Played => ({ played, record }),
        (error: unknown): Played => ({ played, failure: String(error) }),
      );
      results[index] = result;
      onEnd(result);
    }
  };
  await Promise.all(Array.from({ length: width }, work));
  return results;
}
