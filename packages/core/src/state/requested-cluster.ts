import type { Cluster } from "../cluster/cluster.ts";
import type { OperationKind } from "../operation/operation.ts";
import { transition } from "./transition.ts";

/**
 * The cluster as it stands once a request was accepted, or undefined when its status does not
 * allow the request. Default groups share their infrastructure, so all of them take part.
 */
export function requestedCluster(
  cluster: Cluster,
  operation: OperationKind,
  nodeCounts: Readonly<Record<string, number>> = {},
): Cluster | undefined {
  const next = transition(cluster.status, { kind: "requested", operation });
  if (next.kind === "rejected") return undefined;
  const status = next.kind === "moved" ? next.status : cluster.status;
  return {
    ...cluster,
    status,
    statusReason: next.kind === "moved" ? null : cluster.statusReason,
    progress: next.kind === "moved" ? null : cluster.progress,
    nodeGroups: cluster.nodeGroups.map((group) => {
      const nodeCount = nodeCounts[group.uuid] ?? group.nodeCount;
      const takesPart = group.isDefault || operation === "delete" || group.uuid in nodeCounts;
      return takesPart
        ? {
            ...group,
            nodeCount,
            status,
            statusReason: next.kind === "moved" ? null : group.statusReason,
          }
        : { ...group, nodeCount };
    }),
  };
}
