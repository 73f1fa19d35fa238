import {
  type ClusterTemplate,
  type ClusterTemplateChange,
  type ClusterTemplateRequest,
  SERVER_TYPES,
} from "@jeroboam/core";
import { isIPv4 } from "node:net";
import { z } from "zod";
import { linksTo } from "../links.ts";
import {
  anyText,
  boolean,
  integer,
  labels,
  oneOf,
  readOnly,
  text,
  uuid,
  WHOLE_SENTENCE,
} from "./attribute.ts";
import type { clusterTemplateAnswer } from "./cluster-template-answer.ts";
import { timestamp } from "./timestamp.ts";

const word = text(1, 255).nullish();
const truth = boolean.nullish();
const dnsServers = anyText
  .refine((value) => value.split(",").every((part) => isIPv4(part.trim())), {
    error: ({ input }) =>
      `Expected a single dns address or comma separated dns list, but received ${String(input)}.`,
    params: WHOLE_SENTENCE,
  })
  .nullish();

/** @upstream magnum/api/controllers/v1/cluster_template.py `ClusterTemplate` */
export const clusterTemplateBodySchema = z.strictObject({
  uuid: uuid.nullish(),
  name: word,
  coe: text(1, 255),
  image_id: text(1, 255),
  flavor_id: word,
  master_flavor_id: word,
  dns_nameserver: dnsServers,
  keypair_id: word,
  external_network_id: word,
  fixed_network: word,
  fixed_subnet: word,
  network_driver: word,
  apiserver_port: integer(1024, 65535).nullish(),
  docker_volume_size: integer(1).nullish(),
  cluster_distro: word,
  links: readOnly,
  http_proxy: word,
  https_proxy: word,
  no_proxy: word,
  volume_driver: word,
  registry_enabled: truth,
  labels: labels.nullish(),
  tls_disabled: truth,
  public: truth,
  server_type: oneOf(SERVER_TYPES).nullish(),
  insecure_registry: word,
  docker_storage_driver: word,
  master_lb_enabled: truth,
  floating_ip_enabled: truth,
  project_id: readOnly,
  user_id: readOnly,
  hidden: truth,
  tags: text(0, 255).nullish(),
  driver: word,
  created_at: readOnly,
  updated_at: readOnly,
});

export type ClusterTemplateBody = z.output<typeof clusterTemplateBodySchema>;

/** The attributes that a patch changes. */
export const clusterTemplateChangeSchema = clusterTemplateBodySchema.partial();
export type ClusterTemplateChangeBody = z.output<typeof clusterTemplateChangeSchema>;

/** A create request in core's terms; null means "not set", as there. */
export function clusterTemplateFromWire(body: ClusterTemplateBody): ClusterTemplateRequest {
  return {
    ...(body.uuid ? { uuid: body.uuid.toLowerCase() } : {}),
    name: body.name ?? null,
    coe: body.coe,
    imageId: body.image_id,
    serverType: body.server_type ?? "vm",
    driver: body.driver ?? null,
    flavorId: body.flavor_id ?? null,
    masterFlavorId: body.master_flavor_id ?? null,
    keypairId: body.keypair_id ?? null,
    externalNetworkId: body.external_network_id ?? null,
    fixedNetwork: body.fixed_network ?? null,
    fixedSubnet: body.fixed_subnet ?? null,
    networkDriver: body.network_driver ?? null,
    volumeDriver: body.volume_driver ?? null,
    dnsNameserver: body.dns_nameserver ?? null,
    apiserverPort: body.apiserver_port ?? null,
    dockerVolumeSizeGib: body.docker_volume_size ?? null,
    dockerStorageDriver: body.docker_storage_driver ?? null,
    httpProxy: body.http_proxy ?? null,
    httpsProxy: body.https_proxy ?? null,
    noProxy: body.no_proxy ?? null,
    registryEnabled: body.registry_enabled ?? false,
    insecureRegistry: body.insecure_registry ?? null,
    labels: body.labels ?? {},
    tlsDisabled: body.tls_disabled ?? false,
    public: body.public ?? false,
    hidden: body.hidden ?? false,
    tags: body.tags ?? null,
    masterLbEnabled: body.master_lb_enabled ?? false,
    floatingIpEnabled: body.floating_ip_enabled ?? true,
  };
}

/** What is to change in core's terms; a null is what the attribute is when not given. */
export function clusterTemplateChangeFromWire(
  change: ClusterTemplateChangeBody,
): ClusterTemplateChange {
  // Filled up to be a whole request, of which only what changes is taken.
  const filled = { ...change, coe: change.coe ?? "kubernetes", image_id: change.image_id ?? "" };
  const whole = new Map<string, unknown>(Object.entries(clusterTemplateFromWire(filled)));
  const names = new Map<string, string>(Object.entries(CLUSTER_TEMPLATE_SORT_KEYS));
  const changes = Object.keys(change)
    .map((name) => names.get(name) ?? name)
    .filter((name) => whole.has(name))
    .map((name) => [name, whole.get(name)] as const);
  return Object.fromEntries(changes) as ClusterTemplateChange;
}

export function clusterTemplateToWire(
  template: ClusterTemplate,
  baseUrl: string,
): z.input<typeof clusterTemplateAnswer> {
  return {
    insecure_registry: template.insecureRegistry,
    labels: template.labels,
    updated_at: timestamp(template.updatedAt),
    floating_ip_enabled: template.floatingIpEnabled,
    fixed_subnet: template.fixedSubnet,
    master_flavor_id: template.masterFlavorId,
    uuid: template.uuid,
    no_proxy: template.noProxy,
    https_proxy: template.httpsProxy,
    tls_disabled: template.tlsDisabled,
    keypair_id: template.keypairId,
    public: template.public,
    http_proxy: template.httpProxy,
    docker_volume_size: template.dockerVolumeSizeGib,
    server_type: template.serverType,
    external_network_id: template.externalNetworkId,
    cluster_distro: template.clusterDistro,
    image_id: template.imageId,
    volume_driver: template.volumeDriver,
    registry_enabled: template.registryEnabled,
    docker_storage_driver: template.dockerStorageDriver,
    apiserver_port: template.apiserverPort,
    name: template.name,
    created_at: timestamp(template.createdAt),
    network_driver: template.networkDriver,
    fixed_network: template.fixedNetwork,
    coe: template.coe,
    flavor_id: template.flavorId,
    master_lb_enabled: template.masterLbEnabled,
    dns_nameserver: template.dnsNameserver,
    project_id: template.projectId,
    user_id: template.userId,
    hidden: template.hidden,
    tags: template.tags,
    driver: template.driver,
    links: linksTo(baseUrl, "clustertemplates", template.uuid),
  };
}

/** What templates can be sorted by: name on the wire → property of the row. */
export const CLUSTER_TEMPLATE_SORT_KEYS = {
  uuid: "uuid",
  name: "name",
  project_id: "projectId",
  user_id: "userId",
  coe: "coe",
  image_id: "imageId",
  flavor_id: "flavorId",
  master_flavor_id: "masterFlavorId",
  keypair_id: "keypairId",
  external_network_id: "externalNetworkId",
  fixed_network: "fixedNetwork",
  fixed_subnet: "fixedSubnet",
  network_driver: "networkDriver",
  volume_driver: "volumeDriver",
  dns_nameserver: "dnsNameserver",
  apiserver_port: "apiserverPort",
  docker_volume_size: "dockerVolumeSizeGib",
  docker_storage_driver: "dockerStorageDriver",
  cluster_distro: "clusterDistro",
  http_proxy: "httpProxy",
  https_proxy: "httpsProxy",
  no_proxy: "noProxy",
  registry_enabled: "registryEnabled",
  insecure_registry: "insecureRegistry",
  labels: "labels",
  tls_disabled: "tlsDisabled",
  public: "public",
  hidden: "hidden",
  tags: "tags",
  driver: "driver",
  server_type: "serverType",
  master_lb_enabled: "masterLbEnabled",
  floating_ip_enabled: "floatingIpEnabled",
  created_at: "createdAt",
  updated_at: "updatedAt",
} as const satisfies Record<string, keyof ClusterTemplate>;
