import type { ManagerView } from "@jeroboam/core";
import { MICROVERSIONS } from "../microversion.ts";
import { patchBodySchema } from "../patch.ts";
import { LIST_ARGUMENTS, nextPage, parsePage } from "../pagination.ts";
import type { ApiRequest, Route } from "../route.ts";
import { scopeOf } from "../scope.ts";
import {
  NODE_GROUP_CONSTANT_KEYS,
  NODE_GROUP_SORT_KEYS,
  nodeGroupBodySchema,
  nodeGroupBodySchemaOf,
  nodeGroupFromWire,
  nodeGroupToShortWire,
  nodeGroupToWire,
} from "../wire/nodegroup.ts";
import { nodeGroupAnswer, nodeGroupListAnswer } from "../wire/nodegroup-answer.ts";
import { readBody } from "../wire/read-body.ts";
import { patchNodeGroup } from "./nodegroup-patch.ts";

const PATH = "/v1/clusters/:cluster/nodegroups";
const ITEM = `${PATH}/:nodegroup`;
const since = MICROVERSIONS.nodeGroups;

/**
 * The node groups of one cluster. Rules are asked before the cluster is looked up.
 *
 * @upstream magnum/api/controllers/v1/nodegroup.py `NodeGroupController`
 */
export const nodeGroupRoutes: readonly Route[] = [
  {
    method: "GET",
    path: PATH,
    name: "get_all",
    summary: "Lists a cluster's node groups",
    since,
    arguments: [...LIST_ARGUMENTS, "role"],
    answer: { status: 200, body: nodeGroupListAnswer },
    handle: listNodeGroups,
  },
  {
    method: "POST",
    path: PATH,
    name: "post",
    summary: "Adds a node group to a cluster",
    since,
    body: nodeGroupBodySchema,
    repeatable: true,
    answer: { status: 202, body: nodeGroupAnswer },
    async handle(request) {
      const { view, parameters, baseUrl, version } = request;
      const body = readBody(nodeGroupBodySchemaOf(version), request.json(), "nodegroup");
      request.enforce("nodegroup:create");
      const cluster = await view.clusters.get(parameters["cluster"] ?? "");
      const created = await view.nodeGroups.create(cluster.uuid, nodeGroupFromWire(body));
      return { status: 202, body: nodeGroupToWire(created, baseUrl, version) };
    },
  },
  {
    method: "GET",
    path: ITEM,
    name: "get_one",
    summary: "Shows a node group",
    since,
    answer: { status: 200, body: nodeGroupAnswer },
    async handle(request) {
      const { baseUrl, version } = request;
      request.enforce("nodegroup:get");
      const scope = scopeOf(request, "nodegroup:get_one_all_projects");
      const found = await nodeGroupOf(request, scope);
      return { status: 200, body: nodeGroupToWire(found, baseUrl, version) };
    },
  },
  {
    method: "PATCH",
    path: ITEM,
    name: "patch",
    summary: "Changes a node group's limits, and what the COE shows on its nodes",
    since,
    body: patchBodySchema,
    answer: { status: 202, body: nodeGroupAnswer },
    handle: patchNodeGroup,
  },
  {
    method: "DELETE",
    path: ITEM,
    name: "delete",
    summary: "Deletes a node group that is no default one",
    since,
    answer: { status: 204 },
    async handle(request) {
      request.enforce("nodegroup:delete");
      const { cluster, nodeGroup } = await nodeGroupOf(request, request.view);
      await request.view.nodeGroups.delete(cluster.uuid, nodeGroup.uuid);
      return { status: 204 };
    },
  },
];

/** @differs a page of one role goes on with groups of that role; Magnum forgets the role */
async function listNodeGroups(request: ApiRequest) {
  const { query, parameters, maxLimit } = request;
  const isConstant = NODE_GROUP_CONSTANT_KEYS.includes(query.get("sort_key") ?? "");
  const order = isConstant ? new Map([...query, ["sort_key", "id"]]) : query;
  const page = parsePage({ query: order, maxLimit }, NODE_GROUP_SORT_KEYS);
  const role = query.get("role") || undefined;
  request.enforce("nodegroup:get_all");
  const view = scopeOf(request, "nodegroup:get_all_all_projects");
  const cluster = await view.clusters.get(parameters["cluster"] ?? "");
  if (page.marker) await view.nodeGroups.get(cluster.uuid, page.marker);
  const found = await view.nodeGroups.list(cluster.uuid, {
    ...page,
    ...(role === undefined ? {} : { role }),
  });
  const rows = found.map(({ nodeGroup }) => nodeGroup);
  const path = `clusters/${cluster.uuid}/nodegroups`;
  return {
    status: 200,
    body: {
      nodegroups: found.map(nodeGroupToShortWire),
      ...nextPage(request, path, rows, ["role"]),
    },
  };
}

function nodeGroupOf({ parameters }: ApiRequest, { nodeGroups }: ManagerView) {
  return nodeGroups.get(parameters["cluster"] ?? "", parameters["nodegroup"] ?? "");
}
