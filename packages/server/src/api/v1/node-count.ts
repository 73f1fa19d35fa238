import { badRequest } from "../api-error.ts";
import { MICROVERSIONS, type Microversion } from "../microversion.ts";

/** Refuses 0 nodes in the microversions that do not know it. */
export function requireNodes(nodeCount: number | undefined, version: Microversion): void {
  if (nodeCount === 0 && version < MICROVERSIONS.zeroNodes)
    throw badRequest("Resizing a nodegroup to zero is not supported in the provided microversion.");
}
