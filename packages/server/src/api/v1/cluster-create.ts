import { JeroboamError } from "@jeroboam/core";
import { badRequest } from "../api-error.ts";
import { MICROVERSIONS } from "../microversion.ts";
import type { ApiAnswer, ApiRequest } from "../route.ts";
import { clusterBodySchema, clusterFromWire } from "../wire/cluster.ts";
import { readBody } from "../wire/read-body.ts";
import { requireNodes } from "./node-count.ts";

/** @upstream magnum/api/controllers/v1/cluster.py `ClustersController.post` */
export async function createCluster(request: ApiRequest): Promise<ApiAnswer> {
  const { view, version } = request;
  const wish = clusterFromWire(readBody(clusterBodySchema, request.json(), "cluster"));
  try {
    // The template is missed before the number of nodes is looked at.
    if (wish.nodeCount === 0) await view.clusterTemplates.get(wish.clusterTemplateId);
    requireNodes(wish.nodeCount ?? 1, version);
    request.enforce("cluster:create");
    const { cluster } = await view.clusters.create(wish);
    return { status: 202, body: { uuid: cluster.uuid } };
  } catch (error) {
    if (isMissingTemplate(error) && version < MICROVERSIONS.zeroNodes)
      throw badRequest(`ClusterTemplate ${wish.clusterTemplateId} could not be found.`);
    throw error;
  }
}

function isMissingTemplate(error: unknown): boolean {
  return JeroboamError.isInstance(error) && error.code === "JRB_TEMPLATE_NOT_FOUND";
}
