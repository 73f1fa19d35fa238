import { subjectOf } from "../events/status-events.ts";
import type { Operation } from "../operation/operation.ts";
import { commit, type OperationRun, type StepWrites } from "./operation-run.ts";

/** When an operation is taken up again, by any process. */
export interface Pause {
  readonly afterMs: number;
  readonly failures: number;
  readonly error?: { readonly code: string; readonly message: string };
}

/** What becomes of an operation whose claim is given back. */
export function handedBack(now: Date, { afterMs, failures, error }: Pause): Partial<Operation> {
  return {
    state: "queued",
    leaseOwner: null,
    leaseUntil: null,
    notBefore: new Date(now.getTime() + afterMs),
    failures,
    error: error ?? null,
  };
}

/** Gives the claim back, to be taken up again after a while by any process. */
export async function handBack<Services>(
  run: OperationRun<Services>,
  pause: Pause,
  { cluster, also }: StepWrites = {},
): Promise<void> {
  const now = run.parts.clock.now();
  const { error } = pause;
  await commit(
    run,
    { operation: handedBack(now, pause), ...(cluster && { cluster }) },
    async (rows) => {
      await also?.(rows);
      if (!error) return;
      await rows.events.append({
        type: "operation.retry",
        ...subjectOf(run.cluster, run.operation.uuid, now),
        operation: run.operation.kind,
        reason: error.message,
      });
    },
  );
}
