import type { Cluster } from "../cluster/cluster.ts";
import { subjectOf } from "../events/status-events.ts";
import type { Operation } from "../operation/operation.ts";
import { type StatusEvent, transition } from "../state/transition.ts";
import { commit, type OperationRun } from "./operation-run.ts";

const OUTCOME_EVENTS: Readonly<Record<string, StatusEvent>> = {
  JRB_OPERATION_TIMED_OUT: { kind: "timedOut" },
};

/** Ends an operation, and with it what the cluster shows: its failure, or that it is gone. */
export async function finish<Services>(
  run: OperationRun<Services>,
  outcome: "succeeded" | "failed" | "cancelled",
  error: { code: string; message: string } | null,
): Promise<void> {
  const { operation, cluster } = run;
  const now = run.parts.clock.now();
  const subject = subjectOf(cluster, operation.uuid, now);
  const removed = operation.kind === "delete" && outcome === "succeeded";
  const changed = error ? failedCluster(cluster, operation, error) : undefined;
  await commit(
    run,
    {
      operation: { state: outcome, error, leaseOwner: null, leaseUntil: null, finishedAt: now },
      ...(changed ? { cluster: changed } : {}),
    },
    async (rows) => {
      await rows.events.append({
        type: "operation.finished",
        ...subject,
        operation: operation.kind,
        outcome,
        reason: error?.message ?? null,
      });
      if (!removed) return;
      await rows.credentials.remove(cluster.uuid);
      await rows.clusters.remove(cluster);
      await rows.events.append({ type: "cluster.removed", ...subject });
    },
  );
}

/** The cluster after a failure of ours; one that the infrastructure reported is already in it. */
function failedCluster(
  cluster: Cluster,
  operation: Operation,
  error: { code: string; message: string },
): Cluster | undefined {
  const event = OUTCOME_EVENTS[error.code] ?? { kind: "refused" as const };
  const next = transition(cluster.status, event);
  if (next.kind !== "moved") return undefined;
  const { formerNodeCounts } = operation.input;
  // Once the infrastructure took the change, what it makes of it is seen, not assumed.
  const refused = !operation.finishedSteps.includes("infrastructure");
  return {
    ...cluster,
    status: next.status,
    statusReason: error.message,
    nodeGroups: cluster.nodeGroups.map((group) => {
      const moved = transition(group.status, event);
      return {
        ...group,
        nodeCount: (refused ? formerNodeCounts[group.uuid] : undefined) ?? group.nodeCount,
        ...(moved.kind === "moved" ? { status: moved.status, statusReason: error.message } : {}),
      };
    }),
  };
}
