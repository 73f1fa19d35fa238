import { z } from "zod";
import { deleted, undefinedIfAbsent } from "../transport/absence.ts";
import { pages } from "../transport/pages.ts";
import { path } from "../transport/query.ts";
import type { ServiceClient } from "../transport/service-client.ts";
import { replyObject, timestamp } from "../wire/reply-object.ts";
import { requestObject, toWire } from "../wire/request-object.ts";
import { type JsonPatch, jsonPatchSchema } from "./json-patch.ts";
import { labelsSchema } from "./labels.ts";

type ContainerInfra = ServiceClient<"container-infra">;

const templateSchema = replyObject({
  uuid: z.string(),
  name: z.string().nullish(),
  coe: z.string(),
  image_id: z.string(),
  server_type: z.string().nullish(),
  cluster_distro: z.string().nullish(),
  flavor_id: z.string().nullish(),
  master_flavor_id: z.string().nullish(),
  keypair_id: z.string().nullish(),
  external_network_id: z.string().nullish(),
  fixed_network: z.string().nullish(),
  fixed_subnet: z.string().nullish(),
  network_driver: z.string().nullish(),
  volume_driver: z.string().nullish(),
  dns_nameserver: z.string().nullish(),
  /** In GB. */
  docker_volume_size: z.number().nullish(),
  docker_storage_driver: z.string().nullish(),
  http_proxy: z.string().nullish(),
  https_proxy: z.string().nullish(),
  no_proxy: z.string().nullish(),
  registry_enabled: z.boolean().nullish(),
  insecure_registry: z.string().nullish(),
  labels: labelsSchema,
  tls_disabled: z.boolean().nullish(),
  public: z.boolean().nullish(),
  hidden: z.boolean().nullish(),
  master_lb_enabled: z.boolean().nullish(),
  floating_ip_enabled: z.boolean().nullish(),
  project_id: z.string().nullish(),
  user_id: z.string().nullish(),
  created_at: timestamp.nullish(),
  updated_at: timestamp.nullish(),
});
/** A cluster template as container-infra shows it. */
export type ClusterTemplate = z.output<typeof templateSchema>;

const requestSchema = requestObject({
  name: z.string().optional(),
  coe: z.string(),
  imageId: z.string(),
  serverType: z.string().optional(),
  flavorId: z.string().optional(),
  masterFlavorId: z.string().optional(),
  keypairId: z.string().optional(),
  externalNetworkId: z.string().optional(),
  fixedNetwork: z.string().optional(),
  fixedSubnet: z.string().optional(),
  networkDriver: z.string().optional(),
  volumeDriver: z.string().optional(),
  dnsNameserver: z.string().optional(),
  dockerVolumeSize: z.number().int().optional(),
  dockerStorageDriver: z.string().optional(),
  httpProxy: z.string().optional(),
  httpsProxy: z.string().optional(),
  noProxy: z.string().optional(),
  registryEnabled: z.boolean().optional(),
  insecureRegistry: z.string().optional(),
  labels: z.record(z.string(), z.string()).optional(),
  tlsDisabled: z.boolean().optional(),
  public: z.boolean().optional(),
  hidden: z.boolean().optional(),
  masterLbEnabled: z.boolean().optional(),
  floatingIpEnabled: z.boolean().optional(),
});
/** What makes a cluster template. Everything is checked by the service, not here. */
export type ClusterTemplateRequest = z.input<typeof requestSchema>;

/** Makes a cluster template. */
export async function createClusterTemplate(
  magnum: ContainerInfra,
  request: ClusterTemplateRequest,
): Promise<ClusterTemplate> {
  const json = toWire(requestSchema, request, "create a cluster template");
  return magnum.json(templateSchema, { method: "POST", path: "/clustertemplates", json });
}

/** Yields the cluster templates the identity may see. */
export function listClusterTemplates(
  magnum: ContainerInfra,
  choice: { readonly pageSize?: number } = {},
): AsyncGenerator<ClusterTemplate, void, undefined> {
  return pages(magnum, {
    path: "/clustertemplates",
    field: "clustertemplates",
    item: templateSchema,
    pageSize: choice.pageSize,
    markerOf: ({ uuid }) => uuid,
  });
}

/** Gets a cluster template by its uuid or name; one that is not there is an error of status 404. */
export async function getClusterTemplate(
  magnum: ContainerInfra,
  ident: string,
): Promise<ClusterTemplate> {
  return magnum.json(templateSchema, { path: path`/clustertemplates/${ident}` });
}

/** Like {@link getClusterTemplate}; undefined when there is none. */
export async function findClusterTemplate(
  magnum: ContainerInfra,
  ident: string,
): Promise<ClusterTemplate | undefined> {
  return undefinedIfAbsent(getClusterTemplate(magnum, ident));
}

/** Changes a cluster template. */
export async function patchClusterTemplate(
  magnum: ContainerInfra,
  ident: string,
  patch: JsonPatch,
): Promise<ClusterTemplate> {
  const json = toWire(jsonPatchSchema, patch, "patch a cluster template");
  return magnum.json(templateSchema, {
    method: "PATCH",
    path: path`/clustertemplates/${ident}`,
    json,
  });
}

/** Deletes a cluster template; false when there was none. */
export async function deleteClusterTemplate(
  magnum: ContainerInfra,
  ident: string,
): Promise<boolean> {
  return deleted(magnum.send({ method: "DELETE", path: path`/clustertemplates/${ident}` }));
}
