import { type Cluster, HEALTH_STATUSES, type HealthReport } from "@jeroboam/core";
import { z } from "zod";
import { badRequest } from "../api-error.ts";
import { changeOptions, etagOf } from "../etag.ts";
import { MAXIMUM } from "../microversion.ts";
import {
  applyPatch,
  changedAttributes,
  type PatchItem,
  type PatchRules,
  readPatch,
} from "../patch.ts";
import type { ApiAnswer, ApiRequest } from "../route.ts";
import { scopeOf, targetOf } from "../scope.ts";
import { oneOf, texts } from "../wire/attribute.ts";
import { clusterToWire, nodeCountSchema } from "../wire/cluster.ts";
import { readBody } from "../wire/read-body.ts";
import { requireNodes } from "./node-count.ts";
import { rollbackOf } from "./rollback.ts";

/** @upstream magnum/api/controllers/v1/cluster.py `ClusterPatchType` */
export const CLUSTER_PATCH_RULES = {
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
  literals: ["/labels", "/health_status_reason"],
} as const satisfies PatchRules;

/** What is left of `node_count` when a patch removes it. */
const DEFAULT_NODE_COUNT = 1;
const changeSchema = z.object({
  node_count: nodeCountSchema.nullish(),
  health_status: oneOf(HEALTH_STATUSES).nullish(),
  health_status_reason: texts.nullish(),
});

/**
 * Changes the number of the default workers, and what is known of the cluster's health; everything
 * else is refused.
 *
 * @upstream magnum/api/controllers/v1/cluster.py `ClustersController.patch`
 * @differs a status that forbids the change is said here with 400; Magnum answers 202 and does nothing;
 * who tells the health has to be allowed that for this very cluster, which Magnum does not name to the rule
 */
export async function patchCluster(request: ApiRequest): Promise<ApiAnswer> {
  const rollback = rollbackOf(request);
  const patch = readPatch(request.json(), CLUSTER_PATCH_RULES);
  const { clusters } = scopeOf(request, "cluster:update_all_projects");
  const cluster = await clusters.get(request.parameters["cluster"] ?? "");
  const target = targetOf(cluster);
  request.enforce("cluster:update", target);
  const tellsHealth = patch.some(({ path }) => path.startsWith("/health_status"));
  request.enforce("cluster:update_health_status", tellsHealth ? target : undefined);
  const options = changeOptions(request, cluster);
  const { change, changed } = readChange(cluster, patch, changeSchema, "cluster");
  const nodeCount = wishedNodeCount(patch, change);
  let latest = cluster;
  if (nodeCount !== undefined) {
    requireNodes(nodeCount, request.version);
    ({ cluster: latest } = await clusters.update(cluster.uuid, { nodeCount, rollback }, options));
  }
  const report: HealthReport = {
    ...(changed.includes("health_status") ? { healthStatus: change.health_status ?? null } : {}),
    ...(changed.includes("health_status_reason")
      ? { healthStatusReason: change.health_status_reason ?? null }
      : {}),
  };
  // What the change of the nodes stored is a newer version than the one that was asked for.
  if (Object.keys(report).length > 0)
    latest = await clusters.updateHealth(cluster.uuid, report, latest === cluster ? options : {});
  return { status: 202, body: { uuid: cluster.uuid }, headers: etagOf(latest) };
}

/** Applies a patch to what the API shows of a cluster, and refuses changes that the schema does not name. */
export function readChange<Shape extends z.ZodRawShape>(
  cluster: Cluster,
  patch: readonly PatchItem[],
  schema: z.ZodObject<Shape>,
  argument: string,
): { readonly change: z.output<z.ZodObject<Shape>>; readonly changed: readonly string[] } {
  const {
    links: _links,
    merge_labels: _mergeLabels,
    ...before
  } = clusterToWire(cluster, {}, "", MAXIMUM);
  const after = applyPatch(before, patch, CLUSTER_PATCH_RULES.literals);
  const change = readBody(schema, after, argument);
  const changed = changedAttributes(before, after);
  const refused = changed.filter((name) => !Object.hasOwn(schema.shape, name)).toSorted();
  if (refused.length > 0)
    throw badRequest(`cannot change cluster property(ies) ${refused.join(", ")}.`);
  return { change, changed };
}

/** The number of nodes that a patch speaks of; undefined when it does not. */
export function wishedNodeCount(
  patch: readonly PatchItem[],
  change: { readonly node_count?: number | null | undefined },
): number | undefined {
  if (!patch.some(({ path }) => path === "/node_count")) return undefined;
  return change.node_count ?? DEFAULT_NODE_COUNT;
}
