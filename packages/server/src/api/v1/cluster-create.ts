import {
  type Cluster,
  type ClusterRequest,
  type Clusters,
  type CreateOptions,
  JeroboamError,
} from "@jeroboam/core";
import type { Rule } from "../../policy/rule-names.ts";
import { badRequest } from "../api-error.ts";
import { etagOf } from "../etag.ts";
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
  const cluster = await acceptCluster(request, wish, clusterAdmission(request));
  return { status: 202, body: { uuid: cluster.uuid }, headers: etagOf(cluster) };
}

/** How a request for a cluster is looked at before core is asked. */
export interface Admission {
  /** What the caller has to be allowed. */
  readonly rule: Rule;
  /** The status that tells of a template that is not there. */
  readonly missingTemplate: 400 | 404;
}

/** How a request for something that is called a cluster is looked at, in its microversion. */
export function clusterAdmission({ version }: ApiRequest): Admission {
  return {
    rule: "cluster:create",
    missingTemplate: version < MICROVERSIONS.zeroNodes ? 400 : 404,
  };
}

/** Asks core for the cluster. */
export async function acceptCluster(
  request: ApiRequest,
  wish: ClusterRequest,
  admission: Admission,
): Promise<Cluster> {
  const create = (clusters: Clusters, options: CreateOptions) => clusters.create(wish, options);
  return (await admitCluster(request, wish, admission, create)).cluster;
}

/** Asks core something about a cluster that might be made. */
export async function admitCluster<Outcome>(
  request: ApiRequest,
  wish: ClusterRequest,
  { rule, missingTemplate }: Admission,
  ask: (clusters: Clusters, options: CreateOptions) => Promise<Outcome>,
): Promise<Outcome> {
  const authorize = () => {
    if (request.versionGiven) requireNodes(wish.nodeCount, request.version);
    request.enforce(rule);
  };
  const mayUseHidden = request.allows("context_is_admin");
  try {
    return await ask(request.view.clusters, { authorize, mayUseHidden });
  } catch (error) {
    const isMissing = JeroboamError.isInstance(error) && error.code === "JRB_TEMPLATE_NOT_FOUND";
    if (isMissing && missingTemplate === 400)
      throw badRequest(`ClusterTemplate ${wish.clusterTemplateId} could not be found.`);
    throw error;
  }
}
