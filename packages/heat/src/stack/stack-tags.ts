import type { Stack } from "../orchestration-port.ts";

const PREFIX = "jeroboam-operation-";

/**
 * The tags of a cluster's stack: whose it is, and which operation last changed it. The latter
 * tells a repeated operation from a new one, and an observation whether it already sees it.
 */
export function stackTags(clusterUuid: string, operationId: string): readonly string[] {
  return ["jeroboam", `jeroboam-cluster-${clusterUuid}`, `${PREFIX}${operationId}`];
}

/** The tags of a node group's own stack: the same, and which group it is. */
export function nodeGroupStackTags(
  clusterUuid: string,
  nodeGroupUuid: string,
  operationId: string,
): readonly string[] {
  return [...stackTags(clusterUuid, operationId), `jeroboam-node-group-${nodeGroupUuid}`];
}

export function reflects(stack: Stack, operationId: string): boolean {
  return stack.tags.includes(`${PREFIX}${operationId}`);
}
