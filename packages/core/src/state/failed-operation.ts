import type { Cluster } from "../cluster/cluster.ts";
import type { NodeGroup } from "../cluster/node-group.ts";
import type { Operation } from "../operation/operation.ts";
import { participants } from "./participants.ts";
import { hasFailed } from "./transition.ts";

/** What is to be done for a cluster that failed. */
export type Remedy =
  /** Do again what an operation wanted. */
  | { readonly kind: "again"; readonly operation: Operation }
  /** No operation failed, the infrastructure did by itself: make it what the row says. */
  | { readonly kind: "restore"; readonly nodeGroup: string | null };

/**
 * What failed last of all that its node groups still show; undefined when none of them failed. Pure.
 *
 * @param operations - The cluster's, in order of acceptance, all at their end.
 */
export function remedyFor(cluster: Cluster, operations: readonly Operation[]): Remedy | undefined {
  const failed = cluster.nodeGroups.filter(({ status }) => hasFailed(status));
  const last = failed
    .flatMap((group) => lastAbout(cluster, group, operations) ?? [])
    .filter(endedBadly)
    .toSorted((a, b) => b.sequence - a.sequence)[0];
  if (last) return { kind: "again", operation: last };
  const [group] = failed;
  return group && { kind: "restore", nodeGroup: group.isDefault ? null : group.uuid };
}

/** The last operation that the infrastructure knows of, or that never came so far. */
function lastAbout(
  cluster: Cluster,
  group: NodeGroup,
  operations: readonly Operation[],
): Operation | undefined {
  return operations.findLast(
    (operation) =>
      participants(cluster, { ...operation.input, kind: operation.kind }).includes(group) &&
      !leftNoTrace(operation),
  );
}

/** It ended before anything happened, and what was there before is there again. */
function leftNoTrace(operation: Operation): boolean {
  const { state, kind, finishedSteps } = operation;
  const makes = kind === "create" || kind === "create-node-group";
  if (state === "failed")
    return gotNoCredential(operation) || (!makes && wasNotBegun(operation, operation.error));
  return state === "cancelled" && !makes && !finishedSteps.includes("infrastructure");
}

/** Whether the driver gave its word that nothing of what was asked was begun, by this try or another. */
export function wasNotBegun(
  { kind, finishedSteps }: Pick<Operation, "kind" | "finishedSteps">,
  error: Operation["error"],
): boolean {
  if (kind === "delete" || finishedSteps.includes("infrastructure")) return false;
  return error?.code === "JRB_CHANGE_NOT_BEGUN";
}

/** A rotation that got no new credential leaves the cluster as it was, with the former one. */
export function gotNoCredential({
  kind,
  finishedSteps,
}: Pick<Operation, "kind" | "finishedSteps">): boolean {
  return kind === "rotate-credential" && !finishedSteps.includes("credentials");
}

function endedBadly({ state }: Operation): boolean {
  return state === "failed" || state === "cancelled";
}
