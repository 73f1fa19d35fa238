import { z } from "zod";
import { deleted, undefinedIfAbsent } from "../transport/absence.ts";
import { pages } from "../transport/pages.ts";
import { path } from "../transport/query.ts";
import type { ServiceClient } from "../transport/service-client.ts";
import { anyObject, replyObject, timestamp } from "../wire/reply-object.ts";
import { requestObject, toWire } from "../wire/request-object.ts";
import { type JsonPatch, jsonPatchSchema } from "./json-patch.ts";
import { labelsSchema } from "./labels.ts";

type ContainerInfra = ServiceClient<"container-infra">;

const summaryFields = {
  uuid: z.string(),
  name: z.string(),
  status: z.string().nullish(),
  cluster_template_id: z.string(),
  keypair: z.string().nullish(),
  node_count: z.number(),
  master_count: z.number(),
  /** In GB. */
  docker_volume_size: z.number().nullish(),
  labels: labelsSchema,
  flavor_id: z.string().nullish(),
  master_flavor_id: z.string().nullish(),
  /** In minutes. */
  create_timeout: z.number().nullish(),
  stack_id: z.string().nullish(),
  health_status: z.string().nullish(),
};
const summarySchema = replyObject(summaryFields);
/** A cluster as lists show it. */
export type ClusterSummary = z.output<typeof summarySchema>;

const clusterSchema = replyObject({
  ...summaryFields,
  status_reason: z.string().nullish(),
  health_status_reason: anyObject.nullish(),
  api_address: z.string().nullish(),
  coe_version: z.string().nullish(),
  container_version: z.string().nullish(),
  node_addresses: z.array(z.string()).nullish(),
  master_addresses: z.array(z.string()).nullish(),
  discovery_url: z.string().nullish(),
  fixed_network: z.string().nullish(),
  fixed_subnet: z.string().nullish(),
  floating_ip_enabled: z.boolean().nullish(),
  master_lb_enabled: z.boolean().nullish(),
  /** What failed and why, by name; only of a cluster that failed. */
  faults: anyObject.nullish(),
  project_id: z.string().nullish(),
  user_id: z.string().nullish(),
  created_at: timestamp.nullish(),
  updated_at: timestamp.nullish(),
});
/** A cluster as it shows itself. */
export type Cluster = z.output<typeof clusterSchema>;

const requestSchema = requestObject(
  {
    name: z.string().optional(),
    /** Uuid or name. */
    clusterTemplateId: z.string(),
    keypair: z.string().optional(),
    nodeCount: z.number().int().optional(),
    masterCount: z.number().int().optional(),
    dockerVolumeSize: z.number().int().optional(),
    labels: z.record(z.string(), z.string()).optional(),
    mergeLabels: z.boolean().optional(),
    flavorId: z.string().optional(),
    masterFlavorId: z.string().optional(),
    createTimeoutMinutes: z.number().int().optional(),
    discoveryUrl: z.string().optional(),
    fixedNetwork: z.string().optional(),
    fixedSubnet: z.string().optional(),
    floatingIpEnabled: z.boolean().optional(),
    masterLbEnabled: z.boolean().optional(),
  },
  { createTimeoutMinutes: "create_timeout" },
);
/** What makes a cluster. Everything is checked by the service, not here. */
export type ClusterRequest = z.input<typeof requestSchema>;

const acceptedSchema = z.looseObject({ uuid: z.string() }).transform(({ uuid }) => ({ uuid }));

/** Begins to make a cluster; the service answers at once. */
export async function createCluster(
  magnum: ContainerInfra,
  request: ClusterRequest,
): Promise<{ readonly uuid: string }> {
  const json = toWire(requestSchema, request, "create a cluster");
  return magnum.json(acceptedSchema, { method: "POST", path: "/clusters", json });
}

/** Yields the clusters the identity may see. */
export function listClusters(
  magnum: ContainerInfra,
  choice: { readonly pageSize?: number } = {},
): AsyncGenerator<ClusterSummary, void, undefined> {
  return pages(magnum, {
    path: "/clusters",
    field: "clusters",
    item: summarySchema,
    pageSize: choice.pageSize,
    markerOf: ({ uuid }) => uuid,
  });
}

/** Gets a cluster by its uuid or name; one that is not there is an error of status 404. */
export async function getCluster(magnum: ContainerInfra, ident: string): Promise<Cluster> {
  return magnum.json(clusterSchema, { path: path`/clusters/${ident}` });
}

/** Like {@link getCluster}; undefined when there is none. */
export async function findCluster(
  magnum: ContainerInfra,
  ident: string,
): Promise<Cluster | undefined> {
  return undefinedIfAbsent(getCluster(magnum, ident));
}

/** Begins to change a cluster, for example its `/node_count`. */
export async function patchCluster(
  magnum: ContainerInfra,
  ident: string,
  patch: JsonPatch,
): Promise<{ readonly uuid: string }> {
  const json = toWire(jsonPatchSchema, patch, "patch a cluster");
  return magnum.json(acceptedSchema, { method: "PATCH", path: path`/clusters/${ident}`, json });
}

const resizeSchema = requestObject({
  nodeCount: z.number().int(),
  /** Uuid or name; the default worker group where undefined. */
  nodegroup: z.string().optional(),
  /** Server ids or addresses. */
  nodesToRemove: z.array(z.string()).optional(),
});

/** Begins to change how many nodes a node group has. Needs microversion 1.7. */
export async function resizeCluster(
  magnum: ContainerInfra,
  ident: string,
  request: z.input<typeof resizeSchema>,
): Promise<{ readonly uuid: string }> {
  const json = toWire(resizeSchema, request, "resize a cluster");
  return magnum.json(acceptedSchema, {
    method: "POST",
    path: path`/clusters/${ident}/actions/resize`,
    json,
  });
}

/** Begins to delete a cluster; false when there was none. */
export async function deleteCluster(magnum: ContainerInfra, ident: string): Promise<boolean> {
  return deleted(magnum.send({ method: "DELETE", path: path`/clusters/${ident}` }));
}
