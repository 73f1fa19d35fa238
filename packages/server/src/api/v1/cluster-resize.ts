import { etagOf, repeatableChangeOptions } from "../etag.ts";
import type { ApiAnswer, ApiRequest } from "../route.ts";
import { targetOf } from "../scope.ts";
import { readBody } from "../wire/read-body.ts";
import { resizeBodySchema, resizeFromWire } from "../wire/resize.ts";
import { requireNodes } from "./node-count.ts";

/**
 * @upstream magnum/api/controllers/v1/cluster_actions.py `ActionsController.resize`
 * @differs a status that forbids the change is said here with 400; Magnum answers 202 and does nothing
 */
export async function resizeCluster(request: ApiRequest): Promise<ApiAnswer> {
  const { view, parameters, version } = request;
  const change = resizeFromWire(readBody(resizeBodySchema, request.json(), "cluster_resize_req"));
  requireNodes(change.nodeCount, version);
  const cluster = await view.clusters.get(parameters["cluster"] ?? "");
  request.enforce("cluster:resize", targetOf(cluster));
  const options = repeatableChangeOptions(request, cluster);
  const resized = await view.clusters.resize(cluster.uuid, change, options);
  return { status: 202, body: { uuid: cluster.uuid }, headers: etagOf(resized.cluster) };
}
