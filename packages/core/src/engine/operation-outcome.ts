import { type Cluster, hasNodeGroups } from "../cluster/cluster.ts";
import { subjectOf } from "../events/status-events.ts";
import type { Operation, StepName } from "../operation/operation.ts";
import { mayHaveBegun, nextStep } from "../operation/steps.ts";
import { gotNoCredential, wasNotBegun } from "../state/failed-operation.ts";
import { cancelledCluster } from "../state/cancelled-cluster.ts";
import { type StatusEvent, transition } from "../state/transition.ts";
import { commit, groupsOf, type OperationRun, type StepWrites } from "./operation-run.ts";
import { withdrawCredential } from "./withdraw-credential.ts";

const OUTCOME_EVENTS: Readonly<Record<string, StatusEvent>> = {
  JRB_OPERATION_TIMED_OUT: { kind: "timedOut" },
};

/** The last step, where it is stored together with the end. */
export interface LastStep extends StepWrites {
  readonly finishedSteps: StepName[];
}

/** Ends an operation, and with it what the cluster shows: its failure, or that it is gone. */
export async function finish<Services>(
  run: OperationRun<Services>,
  outcome: "succeeded" | "failed" | "cancelled",
  error: { code: string; message: string } | null,
  last?: LastStep,
): Promise<void> {
  const isNotBegun = wasNotBegun(run.operation, error);
  if (isNotBegun) await withdrawCredential(run);
  // Nodes that were never told of a new authority go on with theirs.
  const isUntold = isNotBegun || nobodyWasTold(run, error);
  if (run.operation.kind === "rotate-ca" && outcome !== "succeeded" && isUntold) {
    // Whoever has the claim by now may have told the nodes: this ends who lost it.
    await commit(run, {});
    await run.parts.certificates.abandonRotation(run.cluster.uuid, run.operation.uuid);
  }
  const { operation, cluster } = run;
  const now = run.parts.clock.now();
  const subject = subjectOf(cluster, operation.uuid, now);
  const removed = operation.kind === "delete" && outcome === "succeeded";
  const changed = changedBy(run, outcome, error, last?.cluster) ?? last?.cluster;
  await commit(
    run,
    {
      operation: {
        ...(last && { finishedSteps: last.finishedSteps, failures: 0 }),
        state: outcome,
        error,
        leaseOwner: null,
        leaseUntil: null,
        finishedAt: now,
      },
      ...(changed ? { cluster: changed } : {}),
    },
    async (rows) => {
      await last?.also?.(rows);
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
  const seconds = Math.round((now.getTime() - operation.createdAt.getTime()) / 1000);
  run.parts.log.info(
    { operation: operation.uuid, cluster: cluster.uuid, kind: operation.kind, outcome, seconds },
    "operation finished",
  );
}

/**
 * Whether surely no node was told of what the operation brings: of several node groups some may have
 * been before another one was refused.
 */
function nobodyWasTold<Services>(
  { operation, cluster }: OperationRun<Services>,
  error: Operation["error"],
): boolean {
  // Where it may have been asked for, the driver looked.
  if (error?.code === "JRB_OPERATION_CANCELLED") return true;
  if (mayHaveBegun(operation)) return false;
  return (
    !hasNodeGroups(cluster) ||
    nextStep(operation.kind, operation.finishedSteps, false) !== "infrastructure"
  );
}

/** What the end makes of the cluster; undefined where nothing is left to change. */
function changedBy<Services>(
  run: OperationRun<Services>,
  outcome: "succeeded" | "failed" | "cancelled",
  error: { code: string; message: string } | null,
  seen = run.cluster,
): Cluster | undefined {
  if (!error) return withoutDeletedGroup(run, outcome, seen);
  if (!isUndone(run.operation, error)) return failedCluster(run, error);
  return cancelledCluster(run.cluster, run.operation, error.message);
}

/** Whether the cluster shows again what it showed before. */
function isUndone(operation: Operation, error: NonNullable<Operation["error"]>): boolean {
  if (error.code === "JRB_OPERATION_CANCELLED") return true;
  return gotNoCredential(operation) || wasNotBegun(operation, error);
}

/** Whether the operation ends before the infrastructure took what it asks. */
function isRefused({ finishedSteps }: Operation, outcome: string): boolean {
  return outcome !== "succeeded" && !finishedSteps.includes("infrastructure");
}

/** A node group's row goes when its deletion came to its end. */
function withoutDeletedGroup<Services>(
  { operation }: OperationRun<Services>,
  outcome: string,
  cluster: Cluster,
): Cluster | undefined {
  if (operation.kind !== "delete-node-group" || outcome !== "succeeded") return undefined;
  const { nodeGroup } = operation.input;
  return { ...cluster, nodeGroups: cluster.nodeGroups.filter(({ uuid }) => uuid !== nodeGroup) };
}

/** The cluster after a failure of ours; one that the infrastructure reported is already in it. */
function failedCluster<Services>(
  run: OperationRun<Services>,
  error: { code: string; message: string },
): Cluster | undefined {
  const { cluster, operation } = run;
  const about = new Set(groupsOf(run));
  const event = OUTCOME_EVENTS[error.code] ?? { kind: "refused" as const };
  const next = transition(cluster.status, event);
  const moved = next.kind === "moved";
  const { formerNodeCounts } = operation.input;
  // Once the infrastructure took the change, what it makes of it is seen, not assumed.
  const refused = isRefused(operation, "failed");
  const changed: Cluster = {
    ...cluster,
    ...(moved ? { status: next.status, statusReason: error.message } : {}),
    nodeGroups: cluster.nodeGroups.map((group) => {
      if (!about.has(group)) return group;
      const fallen = transition(group.status, event);
      return {
        ...group,
        nodeCount: (refused ? formerNodeCounts[group.uuid] : undefined) ?? group.nodeCount,
        ...(fallen.kind === "moved" ? { status: fallen.status, statusReason: error.message } : {}),
      };
    }),
  };
  return JSON.stringify(changed) === JSON.stringify(cluster) ? undefined : changed;
}
