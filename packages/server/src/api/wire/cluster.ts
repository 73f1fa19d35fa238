import {
  type Cluster,
  type ClusterRequest,
  CLUSTER_NAME_MAX_LENGTH,
  CLUSTER_STATUSES,
  HEALTH_STATUSES,
  type Labels,
  masterGroups,
  nodeTotal,
  workerGroups,
} from "@jeroboam/core";
import { z } from "zod";
import { linksTo } from "../links.ts";
import { MAXIMUM, MICROVERSIONS, type Microversion, MINIMUM } from "../microversion.ts";
import {
  anyText,
  boolean,
  ignored,
  integer,
  labels,
  oneOf,
  readOnly,
  text,
  texts,
} from "./attribute.ts";
import type { clusterLongAnswer, clusterShortAnswer } from "./cluster-answer.ts";
import { timestamp } from "./timestamp.ts";

const word = text(1, 255).nullish();
const truth = boolean.nullish();

/** Number of nodes of the default workers; 0 needs a microversion that the route looks at. */
export const nodeCountSchema = integer(0);

/** @upstream magnum/api/controllers/v1/cluster.py `Cluster` */
export const clusterBodySchema = z.strictObject({
  uuid: ignored,
  name: text(1, CLUSTER_NAME_MAX_LENGTH, /^[a-zA-Z][a-zA-Z0-9_.-]*$/).nullish(),
  cluster_template_id: text(1, 255),
  keypair: word,
  node_count: nodeCountSchema.nullish(),
  master_count: integer(1).nullish(),
  docker_volume_size: integer(1).nullish(),
  labels: labels.nullish(),
  master_flavor_id: word,
  flavor_id: word,
  create_timeout: integer(0).nullish(),
  links: readOnly,
  stack_id: readOnly,
  cluster_id: readOnly,
  status: oneOf(CLUSTER_STATUSES).nullish(),
  status_reason: anyText.nullish(),
  health_status: oneOf(HEALTH_STATUSES).nullish(),
  health_status_reason: texts.nullish(),
  discovery_url: anyText.nullish(),
  api_address: readOnly,
  coe_version: readOnly,
  container_version: readOnly,
  project_id: readOnly,
  user_id: readOnly,
  node_addresses: readOnly,
  master_addresses: readOnly,
  faults: texts.nullish(),
  fixed_network: word,
  fixed_subnet: word,
  floating_ip_enabled: truth,
  merge_labels: truth,
  labels_overridden: texts.nullish(),
  labels_added: texts.nullish(),
  labels_skipped: texts.nullish(),
  master_lb_enabled: truth,
  created_at: readOnly,
  updated_at: readOnly,
});

/** A create request in core's terms, which fills in what was left out. */
export function clusterFromWire(body: z.output<typeof clusterBodySchema>): ClusterRequest {
  return {
    name: body.name,
    clusterTemplateId: body.cluster_template_id,
    keypair: body.keypair,
    nodeCount: body.node_count ?? undefined,
    masterCount: body.master_count ?? undefined,
    dockerVolumeSizeGib: body.docker_volume_size,
    labels: body.labels,
    mergeLabels: body.merge_labels ?? undefined,
    masterFlavorId: body.master_flavor_id,
    flavorId: body.flavor_id,
    createTimeoutMinutes: body.create_timeout ?? undefined,
    discoveryUrl: body.discovery_url,
    fixedNetwork: body.fixed_network,
    fixedSubnet: body.fixed_subnet,
    floatingIpEnabled: body.floating_ip_enabled,
    masterLbEnabled: body.master_lb_enabled,
  };
}

/** The fields that some microversions have; all others are in every one. */
const FIELD_VERSIONS = {
  stack_id: { since: MINIMUM, until: MICROVERSIONS.clusterId - 1 },
  cluster_id: { since: MICROVERSIONS.clusterId, until: MAXIMUM },
} as const satisfies Record<string, { since: Microversion; until: Microversion }>;
type VersionedField = keyof typeof FIELD_VERSIONS;

function ofVersion<Fields extends Record<VersionedField, unknown>>(
  fields: Fields,
  version: Microversion,
): Omit<Fields, VersionedField> & Partial<Pick<Fields, VersionedField>> {
  const kept = { ...fields };
  for (const [name, { since, until }] of Object.entries(FIELD_VERSIONS))
    if (version < since || version > until) delete kept[name as VersionedField];
  return kept;
}

/** The fields of a list. */
export function clusterToShortWire(
  cluster: Cluster,
  baseUrl: string,
  version: Microversion,
): z.input<typeof clusterShortAnswer> {
  return ofVersion(shortFields(cluster, baseUrl), version);
}

/** What was asked for, filled in by the template and the service. */
export function requestedFields(cluster: Cluster) {
  return {
    name: cluster.name,
    cluster_template_id: cluster.clusterTemplateId,
    keypair: cluster.keypair,
    node_count: nodeTotal(workerGroups(cluster)),
    master_count: nodeTotal(masterGroups(cluster)),
    docker_volume_size: cluster.dockerVolumeSizeGib,
    labels: cluster.labels,
    master_flavor_id: cluster.masterFlavorId,
    flavor_id: cluster.flavorId,
    create_timeout: cluster.createTimeoutMinutes,
  };
}

/** Where the nodes stand. */
export function placementFields(cluster: Cluster) {
  return {
    fixed_network: cluster.fixedNetwork,
    fixed_subnet: cluster.fixedSubnet,
    floating_ip_enabled: cluster.floatingIpEnabled,
    master_lb_enabled: cluster.masterLbEnabled,
  };
}

function shortFields(cluster: Cluster, baseUrl: string) {
  return {
    uuid: cluster.uuid,
    ...requestedFields(cluster),
    stack_id: cluster.backingRef,
    cluster_id: cluster.backingRef,
    status: cluster.status,
    health_status: cluster.healthStatus,
    merge_labels: false,
    links: linksTo(baseUrl, "clusters", cluster.uuid),
  };
}

/** All fields but `faults`. */
export function clusterToWire(
  cluster: Cluster,
  templateLabels: Labels,
  baseUrl: string,
  version: Microversion,
): z.input<typeof clusterLongAnswer> {
  return ofVersion(
    {
      ...shortFields(cluster, baseUrl),
      status_reason: cluster.statusReason,
      health_status_reason: cluster.healthStatusReason,
      discovery_url: cluster.discoveryUrl,
      api_address: cluster.apiAddress,
      coe_version: cluster.coeVersion,
      container_version: cluster.containerVersion,
      node_addresses: workerGroups(cluster).flatMap((group) => group.nodeAddresses),
      master_addresses: masterGroups(cluster).flatMap((group) => group.nodeAddresses),
      project_id: cluster.projectId,
      user_id: cluster.userId,
      ...placementFields(cluster),
      ...labelDifference(templateLabels, cluster.labels),
      created_at: timestamp(cluster.createdAt),
      updated_at: timestamp(cluster.updatedAt),
    },
    version,
  );
}

/** Why a failed cluster failed, node group by node group; empty for any other. */
export function faultsOf(cluster: Cluster): {
  readonly faults?: Readonly<Record<string, string | null>>;
} {
  if (!cluster.status.endsWith("_FAILED")) return {};
  const failed = cluster.nodeGroups.filter((group) => group.status.endsWith("_FAILED"));
  return { faults: Object.fromEntries(failed.map((group) => [group.name, group.statusReason])) };
}

/**
 * How labels differ from those that they were inherited from.
 *
 * @upstream magnum/api/utils.py `get_labels_diff`
 */
export function labelDifference(parent: Labels, child: Labels) {
  const pick = (from: Labels, keep: (name: string, value: string) => boolean): Labels =>
    Object.fromEntries(Object.entries(from).filter(([name, value]) => keep(name, value)));
  const has = (among: Labels, name: string) => Object.hasOwn(among, name);
  return {
    labels_overridden: pick(parent, (name, value) => has(child, name) && child[name] !== value),
    labels_added: pick(child, (name) => !has(parent, name)),
    labels_skipped: pick(parent, (name) => !has(child, name)),
  };
}

/**
 * What clusters can be sorted by: name on the wire → property of the row.
 *
 * @differs neither by what identifies secrets (trusts, certificates) nor by the trustee's password:
 * an order tells of values that nobody is shown
 */
export const CLUSTER_SORT_KEYS = {
  uuid: "uuid",
  name: "name",
  project_id: "projectId",
  user_id: "userId",
  cluster_template_id: "clusterTemplateId",
  keypair: "keypair",
  docker_volume_size: "dockerVolumeSizeGib",
  labels: "labels",
  master_flavor_id: "masterFlavorId",
  flavor_id: "flavorId",
  create_timeout: "createTimeoutMinutes",
  stack_id: "backingRef",
  status: "status",
  status_reason: "statusReason",
  health_status: "healthStatus",
  health_status_reason: "healthStatusReason",
  discovery_url: "discoveryUrl",
  api_address: "apiAddress",
  coe_version: "coeVersion",
  container_version: "containerVersion",
  fixed_network: "fixedNetwork",
  fixed_subnet: "fixedSubnet",
  floating_ip_enabled: "floatingIpEnabled",
  master_lb_enabled: "masterLbEnabled",
  created_at: "createdAt",
  updated_at: "updatedAt",
} as const satisfies Record<string, keyof Cluster>;
