import type { ResizeRequest } from "@jeroboam/core";
import { z } from "zod";
import { anyText, text } from "./attribute.ts";
import { nodeCountSchema } from "./cluster.ts";

/** @upstream magnum/api/controllers/v1/cluster_actions.py `ClusterResizeRequest` */
export const resizeBodySchema = z.strictObject({
  node_count: nodeCountSchema,
  nodes_to_remove: z.array(anyText, { error: "Value should be a list" }).nullish(),
  nodegroup: text(1, 255).nullish(),
});

export function resizeFromWire(body: z.output<typeof resizeBodySchema>): ResizeRequest {
  return {
    nodeCount: body.node_count,
    nodesToRemove: body.nodes_to_remove ?? [],
    ...(body.nodegroup ? { nodeGroup: body.nodegroup } : {}),
  };
}
