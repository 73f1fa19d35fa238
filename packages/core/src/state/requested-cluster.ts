import type { Cluster } from "../cluster/cluster.ts";
import type { OperationKind } from "../operation/operation.ts";
import { type OperationSubject, participants } from "./participants.ts";
import type { ClusterStatus } from "./status.ts";
import { transition } from "./transition.ts";

/** What a request wants to change. */
export interface RequestedChange extends OperationSubject {
  /** Node count that each group shall have, by uuid. */
  readonly nodeCounts?: Readonly<Record<string, number>>;
}

/** Where a node group goes another way than its cluster. */
const GROUP_STATUS: Readonly<Partial<Record<OperationKind, ClusterStatus>>> = {
  "create-node-group": "CREATE_IN_PROGRESS",
  "delete-node-group": "DELETE_IN_PROGRESS",
};

/**
 * The cluster as it stands once a request was accepted, or undefined when its status does not
 * allow the request.
 *
 * @param rule - the kind of request by whose rule that is decided; `retry` where it does again what
 * failed
 */
export function requestedCluster(
  cluster: Cluster,
  change: RequestedChange,
  rule: OperationKind | "retry" = change.kind,
): Cluster | undefined {
  const next = transition(
    cluster.status,
    rule === "retry"
      ? { kind: "retried", operation: change.kind }
      : { kind: "requested", operation: rule },
  );
  if (next.kind === "rejected") return undefined;
  const moved = next.kind === "moved";
  const status = moved ? next.status : cluster.status;
  const groupStatus = GROUP_STATUS[change.kind] ?? status;
  const about = new Set(participants(cluster, change));
  return {
    ...cluster,
    status,
    statusReason: moved ? null : cluster.statusReason,
    progress: moved ? null : cluster.progress,
    nodeGroups: cluster.nodeGroups.map((group) =>
      about.has(group)
        ? {
            ...group,
            nodeCount: change.nodeCounts?.[group.uuid] ?? group.nodeCount,
            status: groupStatus,
            statusReason: group.status === groupStatus ? group.statusReason : null,
          }
        : group,
    ),
  };
}
