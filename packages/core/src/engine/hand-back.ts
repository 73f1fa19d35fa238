import { subjectOf } from "../events/status-events.ts";
import type { StoreRows } from "../store/store.ts";
import { commit, type OperationRun } from "./operation-run.ts";

/** Gives the claim back, to be taken up again after a while by any process. */
export async function handBack<Services>(
  run: OperationRun<Services>,
  again: { afterMs: number; failures: number; error?: { code: string; message: string } },
  also: (rows: StoreRows) => Promise<void> = async () => {},
): Promise<void> {
  const now = run.parts.clock.now();
  const { error } = again;
  const change = {
    state: "queued" as const,
    leaseOwner: null,
    leaseUntil: null,
    notBefore: new Date(now.getTime() + again.afterMs),
    failures: again.failures,
    error: error ?? null,
  };
  await commit(run, { operation: change }, async (rows) => {
    await also(rows);
    if (!error) return;
    await rows.events.append({
      type: "operation.retry",
      ...subjectOf(run.cluster, run.operation.uuid, now),
      operation: run.operation.kind,
      reason: error.message,
    });
  });
}
