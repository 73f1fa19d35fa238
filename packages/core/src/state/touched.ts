import type { Cluster } from "../cluster/cluster.ts";

/** The cluster with the time of its change, on itself and on the node groups that changed. */
export function touched(before: Cluster, after: Cluster, now: Date): Cluster {
  const known = new Map(before.nodeGroups.map((group) => [group.uuid, JSON.stringify(group)]));
  return {
    ...after,
    updatedAt: now,
    nodeGroups: after.nodeGroups.map((group) => {
      const former = known.get(group.uuid);
      return former === undefined || former === JSON.stringify(group)
        ? group
        : { ...group, updatedAt: now };
    }),
  };
}
