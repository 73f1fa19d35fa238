import type { Cluster } from "../cluster/cluster.ts";
import type { NodeGroup } from "../cluster/node-group.ts";
import type { Operation, OperationKind } from "../operation/operation.ts";
import { aggregate } from "./aggregate.ts";
import { participants } from "./participants.ts";
import { phaseOf } from "./status.ts";

type Cancelled = Pick<Operation, "kind" | "input">;

/** What was never made has nothing to go back to. */
const MAKES: ReadonlySet<OperationKind> = new Set(["create", "create-node-group"]);

/**
 * The cluster after an operation was cancelled that the infrastructure never took: as it was before,
 * or as one whose creation failed. What does not move any more stays as it is. Pure.
 */
export function cancelledCluster(cluster: Cluster, operation: Cancelled, reason: string): Cluster {
  const { former } = operation.input;
  const about = new Set(participants(cluster, { ...operation.input, kind: operation.kind }));
  const nodeGroups = cluster.nodeGroups.map((group) =>
    about.has(group) ? groupAsBefore(group, operation, reason) : group,
  );
  const next = { ...cluster, nodeGroups };
  if (phaseOf(cluster.status) !== "IN_PROGRESS") return next;
  const stands = nodeGroups.every(({ status }) => phaseOf(status) !== "IN_PROGRESS");
  const isBack = [...about].every(({ uuid }) => uuid in former.nodeGroups);
  if (stands && isBack && former.cluster) return { ...next, ...former.cluster };
  const sum = aggregate(nodeGroups, cluster.status);
  return sum ? { ...next, status: sum.status, statusReason: sum.reason } : next;
}

function groupAsBefore(group: NodeGroup, { kind, input }: Cancelled, reason: string): NodeGroup {
  const nodeCount = input.formerNodeCounts[group.uuid] ?? group.nodeCount;
  if (phaseOf(group.status) !== "IN_PROGRESS") return { ...group, nodeCount };
  // Without a former status another change of the group went well just before.
  const before = MAKES.has(kind)
    ? { status: "CREATE_FAILED" as const, statusReason: reason }
    : { status: "UPDATE_COMPLETE" as const, statusReason: null };
  return { ...group, nodeCount, ...(input.former.nodeGroups[group.uuid] ?? before) };
}
