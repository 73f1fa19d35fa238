import type { Operation } from "@jeroboam/core";

const GROUP_TAG = "jeroboam-node-group-";
const CLUSTER_TAG = "jeroboam-cluster-";

/** Uuid of the cluster that a stack with these tags belongs to. */
export function clusterOf(tags: readonly string[]): string | undefined {
  return tags.find((tag) => tag.startsWith(CLUSTER_TAG))?.slice(CLUSTER_TAG.length);
}

/** Whether the operation is one that makes the stack with these tags. */
export function makes({ kind, clusterUuid, input }: Operation, tags: readonly string[]): boolean {
  if (clusterOf(tags) !== clusterUuid) return false;
  const group = tags.find((tag) => tag.startsWith(GROUP_TAG))?.slice(GROUP_TAG.length);
  return group === undefined
    ? kind === "create"
    : kind === "create-node-group" && input.nodeGroup === group;
}
