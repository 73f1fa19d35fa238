import { type Cluster, type ClusterRequest, JeroboamError, type ManagerView } from "@jeroboam/core";
import type { Rule } from "../../policy/rule-names.ts";
import { badRequest } from "../api-error.ts";
import { MICROVERSIONS } from "../microversion.ts";
import type { ApiAnswer, ApiRequest } from "../route.ts";
import { clusterBodySchema, clusterFromWire } from "../wire/cluster.ts";
import { readBody } from "../wire/read-body.ts";
import { requireNodes } from "./node-count.ts";

/**
 * Creates a cluster.
 *
 * @upstream magnum/api/controllers/v1/cluster.py `ClustersController.post`
 * @differs no nodes are also accepted from who names no microversion at all: the Tempest plug-in
 * asks for them like that, and Magnum refuses it
 */
export async function createCluster(request: ApiRequest): Promise<ApiAnswer> {
  const wish = clusterFromWire(readBody(clusterBodySchema, request.json(), "cluster"));
  const cluster = await acceptCluster(request, wish, {
    rule: "cluster:create",
    missingTemplate: request.version < MICROVERSIONS.zeroNodes ? 400 : 404,
  });
  return { status: 202, body: { uuid: cluster.uuid } };
}

/** Asks core for the cluster; a template that is not there is told of with the status given. */
export async function acceptCluster(
  request: ApiRequest,
  wish: ClusterRequest,
  { rule, missingTemplate }: { readonly rule: Rule; readonly missingTemplate: 400 | 404 },
): Promise<Cluster> {
  const authorize = () => {
    if (request.versionGiven) requireNodes(wish.nodeCount ?? 1, request.version);
    request.enforce(rule);
  };
  try {
    const { clusters } = await creatorOf(request, wish.clusterTemplateId);
    const { cluster } = await clusters.create(wish, { authorize });
    return cluster;
  } catch (error) {
    const isMissing = JeroboamError.isInstance(error) && error.code === "JRB_TEMPLATE_NOT_FOUND";
    if (isMissing && missingTemplate === 400)
      throw badRequest(`ClusterTemplate ${wish.clusterTemplateId} could not be found.`);
    throw error;
  }
}

/** Only admins may use a template that is hidden. */
async function creatorOf(request: ApiRequest, clusterTemplateId: string): Promise<ManagerView> {
  const { view, everything } = request;
  if (!request.allows("context_is_admin")) return view;
  const template = await view.clusterTemplates.get(clusterTemplateId);
  return template.hidden ? everything : view;
}
