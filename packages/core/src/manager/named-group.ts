import { type Cluster, defaultWorkerGroup } from "../cluster/cluster.ts";
import type { NodeGroup } from "../cluster/node-group.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";

/** A node group of the cluster by uuid or name; the default workers where none is named. */
export function requireGroup(cluster: Cluster, identifier: string | undefined): NodeGroup {
  const wanted = identifier?.toLowerCase();
  const group =
    identifier === undefined
      ? defaultWorkerGroup(cluster)
      : cluster.nodeGroups.find((one) => one.uuid === wanted || one.name === identifier);
  if (group) return group;
  throw new JeroboamError(
    "JRB_NODE_GROUP_NOT_FOUND",
    `Nodegroup ${identifier ?? "default-worker"} could not be found.`,
    { details: { nodeGroup: identifier ?? "default-worker", cluster: cluster.uuid } },
  );
}

/** What an operation's input says of a group that was named: default ones go together. */
export function ownGroup(group: NodeGroup): string | null {
  return group.isDefault ? null : group.uuid;
}
