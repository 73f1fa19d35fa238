import { z } from "zod";
import { clusterStatusSchema } from "../state/status.ts";
import { labelsSchema } from "./labels.ts";

export const MASTER_ROLE = "master";
export const WORKER_ROLE = "worker";

/**
 * Nodes of one kind in a cluster. Every role but `master` counts as worker.
 *
 * @upstream magnum/objects/nodegroup.py `NodeGroup`
 */
export const nodeGroupSchema = z.strictObject({
  uuid: z.uuid(),
  name: z.string().min(1).max(255),
  role: z.string().min(1).max(255),
  isDefault: z.boolean(),
  nodeCount: z.int().min(0),
  minNodeCount: z.int().min(0),
  maxNodeCount: z.int().min(0).nullable(),
  flavorId: z.string().nullable(),
  imageId: z.string(),
  dockerVolumeSizeGib: z.int().min(1).nullable(),
  labels: labelsSchema,
  status: clusterStatusSchema,
  statusReason: z.string().nullable(),
  nodeAddresses: z.array(z.string()),
  /** How the driver finds the group's infrastructure again; opaque here. */
  backingRef: z.string().nullable(),
});
export type NodeGroup = Readonly<z.output<typeof nodeGroupSchema>>;

export function isMaster(group: Pick<NodeGroup, "role">): boolean {
  return group.role === MASTER_ROLE;
}
