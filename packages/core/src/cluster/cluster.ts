import { z } from "zod";
import { clusterStatusSchema } from "../state/status.ts";
import { labelsSchema } from "./labels.ts";
import { isMaster, type NodeGroup, nodeGroupSchema } from "./node-group.ts";

const text = z.string().min(1).max(255);
const inherited = text.nullable().default(null);

/** Heat allows 255 characters for a stack, of which 13 are the dash and the short id. */
export const CLUSTER_NAME_MAX_LENGTH = 242;
export const clusterNameSchema = z
  .string()
  .min(1)
  .max(CLUSTER_NAME_MAX_LENGTH)
  .regex(/^[a-zA-Z][a-zA-Z0-9_.-]*$/);

/**
 * What a caller says when making a cluster; `null` means "as the template says".
 *
 * @upstream magnum/api/controllers/v1/cluster.py `Cluster`
 */
export const clusterRequestSchema = z.strictObject({
  name: clusterNameSchema.nullable().default(null),
  /** Name or uuid. */
  clusterTemplateId: text,
  keypair: inherited,
  nodeCount: z.int().min(0).default(1),
  masterCount: z.int().min(1).default(1),
  dockerVolumeSizeGib: z.int().min(1).nullable().default(null),
  labels: labelsSchema.nullable().default(null),
  /** Lay the given labels over the template's instead of replacing them. */
  mergeLabels: z.boolean().default(false),
  masterFlavorId: inherited,
  flavorId: inherited,
  /** 0 means the default of 60 minutes. */
  createTimeoutMinutes: z.int().min(0).default(60),
  discoveryUrl: z.string().nullable().default(null),
  fixedNetwork: inherited,
  fixedSubnet: inherited,
  floatingIpEnabled: z.boolean().nullable().default(null),
  masterLbEnabled: z.boolean().nullable().default(null),
});
export type ClusterRequest = z.input<typeof clusterRequestSchema>;

export const HEALTH_STATUSES = ["HEALTHY", "UNHEALTHY", "UNKNOWN"] as const;
export type HealthStatus = (typeof HEALTH_STATUSES)[number];

/** How many of the resources behind a cluster are done. */
export const progressSchema = z.strictObject({ done: z.int(), total: z.int() });
export type Progress = Readonly<z.output<typeof progressSchema>>;

/** A stored cluster with its node groups: one row of truth, written by core alone. */
export const clusterSchema = z.strictObject({
  uuid: z.uuid(),
  /** Grows with every write; a write against an older version is refused. */
  version: z.int(),
  name: clusterNameSchema,
  projectId: z.string(),
  userId: z.string(),
  clusterTemplateId: z.uuid(),
  keypair: text.nullable(),
  dockerVolumeSizeGib: z.int().min(1).nullable(),
  labels: labelsSchema,
  masterFlavorId: text.nullable(),
  flavorId: text.nullable(),
  createTimeoutMinutes: z.int().min(1),
  discoveryUrl: z.string().nullable(),
  fixedNetwork: text.nullable(),
  fixedSubnet: text.nullable(),
  floatingIpEnabled: z.boolean(),
  masterLbEnabled: z.boolean(),
  status: clusterStatusSchema,
  statusReason: z.string().nullable(),
  progress: progressSchema.nullable(),
  healthStatus: z.enum(HEALTH_STATUSES).nullable(),
  healthStatusReason: z.record(z.string(), z.string()).nullable(),
  apiAddress: z.string().nullable(),
  coeVersion: z.string().nullable(),
  containerVersion: z.string().nullable(),
  /** How the driver finds the cluster's infrastructure again; opaque here (for Heat the stack id). */
  backingRef: z.string().nullable(),
  nodeGroups: z.array(nodeGroupSchema),
  createdAt: z.date(),
  updatedAt: z.date().nullable(),
});
export type Cluster = Readonly<z.output<typeof clusterSchema>>;

export function masterGroups(cluster: Cluster): readonly NodeGroup[] {
  return cluster.nodeGroups.filter(isMaster);
}
export function workerGroups(cluster: Cluster): readonly NodeGroup[] {
  return cluster.nodeGroups.filter((group) => !isMaster(group));
}
export function nodeTotal(groups: readonly NodeGroup[]): number {
  return groups.reduce((total, group) => total + group.nodeCount, 0);
}

/** The group that `node_count` on the wire speaks of. */
export function defaultWorkerGroup(cluster: Cluster): NodeGroup | undefined {
  return workerGroups(cluster).find((group) => group.isDefault);
}
/** The group that holds the first masters. */
export function defaultMasterGroup(cluster: Cluster): NodeGroup | undefined {
  return masterGroups(cluster).find((group) => group.isDefault);
}

/** Whether there are node groups beside the default ones. */
export function hasNodeGroups(cluster: Cluster): boolean {
  return cluster.nodeGroups.some((group) => !group.isDefault);
}
