import { randomUUID } from "node:crypto";
import type { z } from "zod";
import type { Requester } from "../cloud/cloud.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { generatedName } from "../cluster/generated-name.ts";
import { mergeLabels } from "../cluster/labels.ts";
import {
  isMaster,
  type NodeGroup,
  type NodeGroupRequest,
  nodeGroupRequestSchema,
} from "../cluster/node-group.ts";
import { requireNodeLabels, requireNodeTaints } from "../cluster/node-labels.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import { requireDriver } from "./cluster-driver.ts";
import { notOffered } from "./refusals.ts";
import { askingCloud } from "./cloud-failure.ts";
import { requireDriverAgrees, requireLabels } from "./driver-agreement.ts";
import type { ManagerParts } from "./manager-parts.ts";
import { parseRequest } from "./parse-request.ts";
import { requireFlavor, requireImage } from "./resource-checks.ts";
import { requireBootDisk } from "./template-rules.ts";

/**
 * Everything that is checked before a node group is stored, in the reference's order; answers its
 * row.
 *
 * @upstream magnum/api/controllers/v1/nodegroup.py `NodeGroupController.post`
 * @differs the driver is asked whether it makes node groups, and the cloud for image and flavor
 */
export async function admitNodeGroup<Services>(
  parts: ManagerParts<Services>,
  requester: Requester,
  cluster: Cluster,
  request: NodeGroupRequest,
): Promise<NodeGroup> {
  const wish = parseRequest(nodeGroupRequestSchema, request, "node group");
  const name = wish.name ?? generatedName("nodegroup");
  if (!cluster.apiAddress)
    throw new JeroboamError(
      "JRB_CLUSTER_NOT_READY",
      `Cluster ${cluster.name} has no API address yet; wait until it is complete.`,
      { details: { cluster: cluster.uuid } },
    );
  requireFreeName(cluster, name);
  requireNodeCounts(name, wish);
  if (isMaster(wish))
    throw new JeroboamError(
      "JRB_MASTER_GROUP_NOT_SUPPORTED",
      "Creating master nodegroups is currently not supported.",
      { details: { nodeGroup: name } },
    );
  requireNodeLabels({ ...wish, name }, wish.nodeLabels);
  requireNodeTaints({ ...wish, name }, wish.nodeTaints);
  const { driver, template } = await requireDriver(parts, parts.store, cluster);
  if (!driver.nodeGroups)
    throw notOffered(driver, "nodeGroups", `Driver ${driver.name} makes no node groups.`);
  const group = newNodeGroup({ ...wish, name }, cluster, template.imageId, parts.clock.now());
  requireLabels(driver, group.labels);
  const wider = { ...cluster, nodeGroups: [...cluster.nodeGroups, group] };
  requireDriverAgrees(parts, driver, { cluster: wider, template });
  const { resources } = await askingCloud("identity", () => parts.cloud.connectAs(requester));
  const { osDistro } = await requireImage(resources, group.imageId);
  if (osDistro !== template.clusterDistro)
    throw invalid(
      name,
      "image_id",
      `the image is ${osDistro}, the cluster's nodes are ${template.clusterDistro}`,
    );
  const flavor = await requireFlavor(resources, group.flavorId);
  requireBootDisk(flavor ? [flavor] : [], group.labels, parts.rules);
  return group;
}

/** Names are unique in a cluster. */
export function requireFreeName(cluster: Cluster, name: string): void {
  if (!cluster.nodeGroups.some((group) => group.name === name)) return;
  throw new JeroboamError(
    "JRB_NODE_GROUP_EXISTS",
    `A node group with name ${name} already exists in the cluster ${cluster.name}.`,
    { details: { nodeGroup: name, cluster: cluster.name } },
  );
}

/** @upstream magnum/api/controllers/v1/nodegroup.py `_validate_node_count` */
export function requireNodeCounts(
  name: string,
  counts: Pick<NodeGroup, "nodeCount" | "minNodeCount" | "maxNodeCount">,
): void {
  const { nodeCount, minNodeCount, maxNodeCount } = counts;
  const most = maxNodeCount || Number.POSITIVE_INFINITY;
  const refuse = (attribute: string, left: string, right: string) => {
    const value = {
      min_node_count: minNodeCount,
      max_node_count: maxNodeCount,
      node_count: nodeCount,
    };
    const show = (key: string) => `${key} (${value[key as keyof typeof value]})`;
    const reason = `${show(left)} should be less or equal to ${show(right)}`;
    throw invalid(name, attribute, reason);
  };
  if (minNodeCount > most) refuse("max_node_count", "min_node_count", "max_node_count");
  if (nodeCount > most) refuse("max_node_count", "node_count", "max_node_count");
  if (minNodeCount > nodeCount) refuse("min_node_count", "min_node_count", "node_count");
}

function invalid(nodeGroup: string, attribute: string, reason: string): JeroboamError {
  return new JeroboamError(
    "JRB_NODE_GROUP_INVALID",
    `${attribute} for ${nodeGroup} is invalid (${reason}).`,
    { details: { attribute, nodeGroup, reason } },
  );
}

function newNodeGroup(
  wish: z.output<typeof nodeGroupRequestSchema> & { readonly name: string },
  cluster: Cluster,
  templateImageId: string,
  now: Date,
): NodeGroup {
  const given = wish.labels ?? cluster.labels;
  return {
    uuid: randomUUID(),
    name: wish.name,
    role: wish.role,
    isDefault: false,
    nodeCount: wish.nodeCount,
    minNodeCount: wish.minNodeCount,
    maxNodeCount: wish.maxNodeCount,
    flavorId: wish.flavorId ?? cluster.flavorId,
    imageId: wish.imageId ?? templateImageId,
    dockerVolumeSizeGib: wish.dockerVolumeSizeGib ?? cluster.dockerVolumeSizeGib,
    labels: wish.mergeLabels ? mergeLabels(cluster.labels, given) : given,
    nodeLabels: wish.nodeLabels,
    nodeTaints: wish.nodeTaints,
    status: "CREATE_IN_PROGRESS",
    statusReason: null,
    nodeAddresses: [],
    backingRef: null,
    createdAt: now,
    updatedAt: null,
  };
}
