import type { ClusterTotals } from "@jeroboam/core";
import { z } from "zod";

export const statsAnswer = z.object({ clusters: z.int(), nodes: z.int() });

export function statsToWire({ clusters, nodes }: ClusterTotals): z.input<typeof statsAnswer> {
  return { clusters, nodes };
}
