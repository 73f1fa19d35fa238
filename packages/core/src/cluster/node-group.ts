import { z } from "zod";
import { clusterStatusSchema } from "../state/status.ts";
import { labelsSchema } from "./labels.ts";

export const MASTER_ROLE = "master";
export const WORKER_ROLE = "worker";

export const TAINT_EFFECTS = ["NoSchedule", "PreferNoSchedule", "NoExecute"] as const;

/** Keeps work off nodes that does not tolerate it. */
export const nodeTaintSchema = z.strictObject({
  key: z.string().min(1),
  value: z.string().optional(),
  effect: z.enum(TAINT_EFFECTS),
});
export type NodeTaint = Readonly<z.output<typeof nodeTaintSchema>>;

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
  /** What the COE shows on the nodes. */
  nodeLabels: labelsSchema,
  nodeTaints: z.array(nodeTaintSchema),
  status: clusterStatusSchema,
  statusReason: z.string().nullable(),
  nodeAddresses: z.array(z.string()),
  /** How the driver finds the group's infrastructure again; opaque here. */
  backingRef: z.string().nullable(),
  createdAt: z.date(),
  updatedAt: z.date().nullable(),
});
export type NodeGroup = Readonly<z.output<typeof nodeGroupSchema>>;

/** What a caller says when adding a node group; `null` means "as the cluster says". */
export const nodeGroupRequestSchema = z.strictObject({
  /** Generated where none is given. */
  name: z.string().min(1).max(255).nullable().default(null),
  role: z.string().min(1).max(255).default(WORKER_ROLE),
  nodeCount: z.int().min(0).default(1),
  minNodeCount: z.int().min(0).default(0),
  maxNodeCount: z.int().min(0).nullable().default(null),
  flavorId: z.string().min(1).max(255).nullable().default(null),
  imageId: z.string().min(1).max(255).nullable().default(null),
  dockerVolumeSizeGib: z.int().min(1).nullable().default(null),
  labels: labelsSchema.nullable().default(null),
  /** Lay the given labels over the cluster's instead of replacing them. */
  mergeLabels: z.boolean().default(false),
  nodeLabels: labelsSchema.default({}),
  nodeTaints: z.array(nodeTaintSchema).default([]),
});
export type NodeGroupRequest = z.input<typeof nodeGroupRequestSchema>;

/** What of a node group can be changed without asking the infrastructure; what is left out stays. */
export const nodeGroupChangeSchema = z.strictObject({
  minNodeCount: z.int().min(0).optional(),
  maxNodeCount: z.int().min(0).nullable().optional(),
  nodeLabels: labelsSchema.optional(),
  nodeTaints: z.array(nodeTaintSchema).optional(),
});
export type NodeGroupChange = z.input<typeof nodeGroupChangeSchema>;

export function isMaster(group: Pick<NodeGroup, "role">): boolean {
  return group.role === MASTER_ROLE;
}
