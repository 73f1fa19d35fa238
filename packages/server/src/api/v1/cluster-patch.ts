import { z } from "zod";
import { badRequest } from "../api-error.ts";
import { MAXIMUM } from "../microversion.ts";
import { applyPatch, changedAttributes, type PatchRules, readPatch } from "../patch.ts";
import type { ApiAnswer, ApiRequest } from "../route.ts";
import { scopeOf, targetOf } from "../scope.ts";
import { boolean } from "../wire/attribute.ts";
import { clusterToWire, nodeCountSchema } from "../wire/cluster.ts";
import { readBody } from "../wire/read-body.ts";
import { requireNodes } from "./node-count.ts";

/** @upstream magnum/api/controllers/v1/cluster.py `ClusterPatchType` */
const PATCH_RULES: PatchRules = {
  internal: [
    "/api_address",
    "/node_addresses",
    "/master_addresses",
    "/stack_id",
    "/cluster_id",
    "/ca_cert_ref",
    "/magnum_cert_ref",
    "/etcd_ca_cert_ref",
    "/front_proxy_ca_cert_ref",
    "/trust_id",
    "/trustee_user_name",
    "/trustee_password",
    "/trustee_user_id",
  ],
  mandatory: ["/cluster_template_id"],
};
const CHANGEABLE = "node_count";
/** What is left of `node_count` when a patch removes it. */
const DEFAULT_NODE_COUNT = 1;

const changeSchema = z.object({ [CHANGEABLE]: nodeCountSchema.nullish() });
const argumentsSchema = z.object({ rollback: boolean.optional() });

/**
 * Changes the number of the default workers; everything else is refused.
 *
 * @upstream magnum/api/controllers/v1/cluster.py `ClustersController.patch`
 * @differs a status that forbids the change is said here with 400; Magnum answers 202 and does nothing
 */
export async function patchCluster(request: ApiRequest): Promise<ApiAnswer> {
  const { parameters, query, version } = request;
  const { rollback = false } = readBody(argumentsSchema, Object.fromEntries(query), "rollback");
  const patch = readPatch(request.json(), PATCH_RULES);
  const { clusters } = scopeOf(request, "cluster:update_all_projects");
  const cluster = await clusters.get(parameters["cluster"] ?? "");
  request.enforce("cluster:update", targetOf(cluster));
  const before = clusterToWire(cluster, {}, request.baseUrl, MAXIMUM);
  const after = applyPatch(before, patch);
  const change = readBody(changeSchema, after, "cluster");
  const nodeCount = change[CHANGEABLE] ?? DEFAULT_NODE_COUNT;
  const refused = changedAttributes(before, after).filter((name) => name !== CHANGEABLE);
  if (refused.length > 0)
    throw badRequest(`cannot change cluster property(ies) ${refused.toSorted().join(", ")}.`);
  if (nodeCount === before[CHANGEABLE]) return accepted(cluster.uuid);
  requireNodes(nodeCount, version);
  await clusters.update(cluster.uuid, { nodeCount, rollback });
  return accepted(cluster.uuid);
}

function accepted(uuid: string): ApiAnswer {
  return { status: 202, body: { uuid } };
}
