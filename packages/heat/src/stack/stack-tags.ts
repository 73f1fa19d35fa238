import type { Stack } from "../orchestration-port.ts";

const PREFIX = "jeroboam-operation-";

/**
 * The tags of a cluster's stack: whose it is, and which operation last changed it. The latter
 * tells a repeated operation from a new one, and an observation whether it already sees it.
 */
export function stackTags(clusterUuid: string, operationId: string): readonly string[] {
  return ["jeroboam", `jeroboam-cluster-${clusterUuid}`, `${PREFIX}${operationId}`];
}

export function reflects(stack: Stack, operationId: string): boolean {
  return stack.tags.includes(`${PREFIX}${operationId}`);
}
