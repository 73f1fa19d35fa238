import { type NodeGroupChange, type NodeGroupOfCluster, requireNodeTaints } from "@jeroboam/core";
import { z } from "zod";
import { MICROVERSIONS, type Microversion } from "../microversion.ts";
import {
  applyPatch,
  changedAttributes,
  type Document,
  type PatchItem,
  type PatchRules,
  readPatch,
} from "../patch.ts";
import type { ApiAnswer, ApiRequest } from "../route.ts";
import {
  nodeCountLimitSchema,
  nodeGroupToWire,
  nodeLabelsSchema,
  nodeTaintsSchema,
} from "../wire/nodegroup.ts";
import { readBody } from "../wire/read-body.ts";

/** @upstream magnum/api/controllers/v1/nodegroup.py `NodeGroupPatchType` */
const NODE_GROUP_PATCH_RULES = {
  internal: [
    "/name",
    "/cluster_id",
    "/docker_volume_size",
    "/labels",
    "/flavor_id",
    "/image_id",
    "/node_addresses",
    "/node_count",
    "/role",
    "/is_default",
    "/stack_id",
    "/status",
    "/status_reason",
    "/version",
  ],
  mandatory: [],
  literals: ["/node_labels", "/node_taints"],
} as const satisfies PatchRules;

const changeSchema = z.object({
  min_node_count: nodeCountLimitSchema,
  max_node_count: nodeCountLimitSchema,
  node_labels: nodeLabelsSchema,
  node_taints: nodeTaintsSchema,
});

/**
 * Changes a node group's limits, and what the COE shows on its nodes.
 *
 * @upstream magnum/api/controllers/v1/nodegroup.py `NodeGroupController._patch`
 * @differs a status that forbids the change is said here with 400; Magnum answers 202 and does nothing
 */
export async function patchNodeGroup(request: ApiRequest): Promise<ApiAnswer> {
  const { view, parameters, baseUrl, version } = request;
  const patch = readPatch(request.json(), NODE_GROUP_PATCH_RULES);
  const cluster = await view.clusters.get(parameters["cluster"] ?? "");
  request.enforce("nodegroup:update");
  const found = await view.nodeGroups.get(cluster.uuid, parameters["nodegroup"] ?? "");
  const change = changeOf(found, patch, version);
  const updated =
    Object.keys(change).length === 0
      ? found
      : await view.nodeGroups.update(cluster.uuid, found.nodeGroup.uuid, change);
  return { status: 202, body: nodeGroupToWire(updated, baseUrl, version) };
}

function changeOf(
  { nodeGroup }: NodeGroupOfCluster,
  patch: readonly PatchItem[],
  version: Microversion,
): NodeGroupChange {
  // What is empty counts as not there, so that it can be added.
  const unlessAdded = (name: string, value: object) =>
    Object.keys(value).length === 0 &&
    patch.some(({ op, path }) => op === "add" && path === `/${name}`)
      ? null
      : value;
  const before: Document = {
    min_node_count: nodeGroup.minNodeCount,
    max_node_count: nodeGroup.maxNodeCount,
    ...(version < MICROVERSIONS.nodeLabels
      ? {}
      : {
          node_labels: unlessAdded("node_labels", nodeGroup.nodeLabels),
          node_taints: unlessAdded("node_taints", nodeGroup.nodeTaints),
        }),
  };
  const after = applyPatch(before, patch, NODE_GROUP_PATCH_RULES.literals);
  const wish = readBody(changeSchema, after, "nodegroup");
  const changed = changedAttributes(before, after);
  return {
    ...(changed.includes("min_node_count") ? { minNodeCount: wish.min_node_count ?? 0 } : {}),
    ...(changed.includes("max_node_count") ? { maxNodeCount: wish.max_node_count ?? null } : {}),
    ...(changed.includes("node_labels") ? { nodeLabels: wish.node_labels ?? {} } : {}),
    ...(changed.includes("node_taints")
      ? { nodeTaints: [...requireNodeTaints(nodeGroup, wish.node_taints ?? [])] }
      : {}),
  };
}
