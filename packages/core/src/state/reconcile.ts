import type { Cluster, Progress } from "../cluster/cluster.ts";
import type { NodeGroup } from "../cluster/node-group.ts";
import type { ClusterObservation, NodeGroupObservation } from "../driver/contract.ts";
import { aggregate } from "./aggregate.ts";
import { type ClusterStatus, phaseOf } from "./status.ts";
import { transition } from "./transition.ts";

/** The cluster as it stands after an observation; pure. Fields that were not looked at keep their value. */
export function reconcile(cluster: Cluster, observation: ClusterObservation): Cluster {
  const nodeGroups = cluster.nodeGroups.map((group) => {
    const seen = observation.nodeGroups.find((one) => one.nodeGroupUuid === group.uuid);
    return seen ? observedGroup(group, seen) : group;
  });
  const sum = aggregate(nodeGroups, cluster.status);
  const next = sum
    ? transition(cluster.status, { kind: "observed", status: sum.status })
    : undefined;
  const status = next?.kind === "moved" ? next.status : cluster.status;
  const speaks = sum !== undefined && (next?.kind === "moved" || sum.status === cluster.status);
  return {
    ...cluster,
    nodeGroups,
    status,
    statusReason: speaks ? sum.reason : cluster.statusReason,
    progress: observation.progress ?? progressAt(status, cluster.progress),
    apiAddress: observation.attributes.apiAddress ?? cluster.apiAddress,
    discoveryUrl: observation.attributes.discoveryUrl ?? cluster.discoveryUrl,
    coeVersion: observation.attributes.coeVersion ?? cluster.coeVersion,
  };
}

/** What was not counted again is whole when the cluster is. */
function progressAt(status: ClusterStatus, last: Progress | null): Progress | null {
  return last && phaseOf(status) === "COMPLETE" ? { done: last.total, total: last.total } : last;
}

function observedGroup(group: NodeGroup, seen: NodeGroupObservation): NodeGroup {
  if (seen.kind === "absent") {
    const next = transition(group.status, { kind: "absent" });
    return next.kind === "moved"
      ? { ...group, status: next.status, statusReason: seen.reason }
      : group;
  }
  const next = transition(group.status, { kind: "observed", status: seen.status });
  const status = next.kind === "moved" ? next.status : group.status;
  const settled = phaseOf(status) === "COMPLETE";
  return {
    ...group,
    status,
    statusReason: seen.status === status ? seen.reason : group.statusReason,
    nodeAddresses: seen.nodeAddresses === undefined ? group.nodeAddresses : [...seen.nodeAddresses],
    // A count that is still being worked towards is the wish, not what happens to be there.
    nodeCount: settled && seen.nodeCount !== undefined ? seen.nodeCount : group.nodeCount,
  };
}
