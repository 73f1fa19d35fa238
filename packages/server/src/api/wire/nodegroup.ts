import {
  CLUSTER_STATUSES,
  generatedName,
  type NodeGroup,
  type NodeGroupOfCluster,
  type NodeGroupRequest,
  requireNodeTaints,
  WORKER_ROLE,
} from "@jeroboam/core";
import { z } from "zod";
import { linksTo } from "../links.ts";
import { MICROVERSIONS, type Microversion } from "../microversion.ts";
import { anyText, boolean, integer, labels, oneOf, readOnly, text, uuid } from "./attribute.ts";
import { labelDifference } from "./cluster.ts";
import type { nodeGroupAnswer, nodeGroupShortAnswer } from "./nodegroup-answer.ts";
import { pythonText } from "../../python-text.ts";
import { timestamp } from "./timestamp.ts";

const word = text(1, 255).nullish();

/** The least and the most nodes that a group may have. */
export const nodeCountLimitSchema = integer(0).nullish();
/** What the COE shows on the nodes. */
export const nodeLabelsSchema = labels.nullish();
/** Objects of which core says whether they are taints. */
export const nodeTaintsSchema = z
  .array(z.unknown(), {
    error: ({ input }) => `Value not a valid list: ${pythonText(input)}`,
  })
  .nullish();

const SINCE_NODE_LABELS = { node_labels: true, node_taints: true } as const;

/** @upstream magnum/api/controllers/v1/nodegroup.py `NodeGroup` */
export const nodeGroupBodySchema = z.strictObject({
  id: integer(1).nullish(),
  uuid: uuid.nullish(),
  name: word,
  cluster_id: uuid.nullish(),
  project_id: readOnly,
  docker_volume_size: integer(1).nullish(),
  labels: labels.nullish(),
  links: readOnly,
  flavor_id: word,
  image_id: word,
  node_addresses: readOnly,
  node_count: integer(0).nullish(),
  role: word,
  min_node_count: nodeCountLimitSchema,
  max_node_count: nodeCountLimitSchema,
  is_default: boolean.nullish(),
  stack_id: readOnly,
  status: oneOf(CLUSTER_STATUSES).nullish(),
  status_reason: anyText.nullish(),
  version: anyText.nullish(),
  merge_labels: boolean.nullish(),
  labels_overridden: labels.nullish(),
  labels_added: labels.nullish(),
  labels_skipped: labels.nullish(),
  /** Since 1.14. */
  node_labels: nodeLabelsSchema,
  /** Since 1.14. */
  node_taints: nodeTaintsSchema,
  created_at: readOnly,
  updated_at: readOnly,
});
const olderBodySchema = nodeGroupBodySchema.omit(SINCE_NODE_LABELS);

/** What a body may hold in a microversion. */
export function nodeGroupBodySchemaOf(
  version: Microversion,
): typeof nodeGroupBodySchema | typeof olderBodySchema {
  return version < MICROVERSIONS.nodeLabels ? olderBodySchema : nodeGroupBodySchema;
}

/**
 * A create request in core's terms.
 *
 * @throws JRB_NODE_GROUP_INVALID for taints that are none.
 * @differs a group without a name gets a generated one; Magnum fails
 */
export function nodeGroupFromWire(body: z.output<typeof nodeGroupBodySchema>): NodeGroupRequest {
  const name = body.name ?? generatedName("nodegroup");
  const role = body.role ?? WORKER_ROLE;
  return {
    name,
    role,
    nodeCount: body.node_count ?? undefined,
    minNodeCount: body.min_node_count ?? undefined,
    maxNodeCount: body.max_node_count,
    flavorId: body.flavor_id,
    imageId: body.image_id,
    dockerVolumeSizeGib: body.docker_volume_size,
    labels: body.labels,
    mergeLabels: body.merge_labels ?? undefined,
    nodeLabels: body.node_labels ?? undefined,
    nodeTaints: [...requireNodeTaints({ name, role }, body.node_taints ?? [])],
  };
}

/**
 * The fields of a list. The limits are always those of a group without, whatever they are.
 *
 * @upstream magnum/api/controllers/v1/nodegroup.py `NodeGroup.convert`
 */
export function nodeGroupToShortWire({
  cluster,
  nodeGroup,
}: NodeGroupOfCluster): z.input<typeof nodeGroupShortAnswer> {
  return {
    uuid: nodeGroup.uuid,
    name: nodeGroup.name,
    flavor_id: nodeGroup.flavorId,
    image_id: nodeGroup.imageId,
    node_count: nodeGroup.nodeCount,
    role: nodeGroup.role,
    min_node_count: 0,
    max_node_count: null,
    is_default: nodeGroup.isDefault,
    // Default groups are part of what stands for the cluster.
    stack_id: nodeGroup.backingRef ?? (nodeGroup.isDefault ? cluster.backingRef : null),
    status: nodeGroup.status,
    merge_labels: false,
  };
}

/**
 * All fields.
 *
 * @differs there is no `id`, a number of Magnum's own tables; `stack_id` keeps its name in 1.13,
 * because `cluster_id` says which cluster the group belongs to
 */
export function nodeGroupToWire(
  { cluster, nodeGroup }: NodeGroupOfCluster,
  baseUrl: string,
  version: Microversion,
): z.input<typeof nodeGroupAnswer> {
  return {
    ...nodeGroupToShortWire({ cluster, nodeGroup }),
    cluster_id: cluster.uuid,
    project_id: cluster.projectId,
    docker_volume_size: nodeGroup.dockerVolumeSizeGib,
    labels: nodeGroup.labels,
    node_addresses: nodeGroup.nodeAddresses,
    min_node_count: nodeGroup.minNodeCount,
    max_node_count: nodeGroup.maxNodeCount,
    status_reason: nodeGroup.statusReason,
    version: null,
    ...labelDifference(cluster.labels, nodeGroup.labels),
    ...(version < MICROVERSIONS.nodeLabels
      ? {}
      : { node_labels: nodeGroup.nodeLabels, node_taints: nodeGroup.nodeTaints }),
    links: linksTo(baseUrl, `clusters/${cluster.uuid}/nodegroups`, nodeGroup.uuid),
    created_at: timestamp(nodeGroup.createdAt),
    updated_at: timestamp(nodeGroup.updatedAt),
  };
}

/** Columns that are the same in all groups of a cluster, so that the order of creation is left. */
export const NODE_GROUP_CONSTANT_KEYS: readonly string[] = ["cluster_id", "project_id", "version"];

/** What node groups can be sorted by: name on the wire → property of the group. */
export const NODE_GROUP_SORT_KEYS = {
  uuid: "uuid",
  name: "name",
  docker_volume_size: "dockerVolumeSizeGib",
  labels: "labels",
  flavor_id: "flavorId",
  image_id: "imageId",
  node_addresses: "nodeAddresses",
  node_count: "nodeCount",
  max_node_count: "maxNodeCount",
  min_node_count: "minNodeCount",
  role: "role",
  is_default: "isDefault",
  node_labels: "nodeLabels",
  node_taints: "nodeTaints",
  stack_id: "backingRef",
  status: "status",
  status_reason: "statusReason",
  created_at: "createdAt",
  updated_at: "updatedAt",
} as const satisfies Record<string, keyof NodeGroup>;
