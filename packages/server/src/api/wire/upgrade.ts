import type { ClusterUpgradeRequest } from "@jeroboam/core";
import { z } from "zod";
import { integer, text } from "./attribute.ts";

/**
 * @upstream magnum/api/controllers/v1/cluster_actions.py `ClusterUpgradeRequest`
 * @differs the cluster template is mandatory; Magnum looks for one of the name `Unset`
 */
export const upgradeBodySchema = z.strictObject({
  cluster_template: text(1, 255),
  max_batch_size: integer(1).nullish(),
  nodegroup: text(1, 255).nullish(),
});

export function upgradeFromWire(body: z.output<typeof upgradeBodySchema>): ClusterUpgradeRequest {
  return {
    clusterTemplate: body.cluster_template,
    ...(body.max_batch_size == null ? {} : { maxBatchSize: body.max_batch_size }),
    ...(body.nodegroup == null ? {} : { nodeGroup: body.nodegroup }),
  };
}
