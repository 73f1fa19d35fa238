import { invalidInput } from "../api-error.ts";
import type { ApiAnswer, ApiRequest } from "../route.ts";
import { boolean } from "../wire/attribute.ts";
import { clusterBodySchema, clusterFromWire } from "../wire/cluster.ts";
import { clusterPlanToWire } from "../wire/cluster-plan.ts";
import { readBody } from "../wire/read-body.ts";
import { admitCluster, clusterAdmission } from "./cluster-create.ts";

/** The argument that asks for a plan instead of a cluster. */
export const DRY_RUN = "dry_run";

/** Whether only the plan is asked for; the argument alone says so too. */
export function isDryRun({ query }: ApiRequest): boolean {
  const given = query.get(DRY_RUN);
  if (given === undefined || given === "") return given === "";
  const { success, data, error } = boolean.safeParse(given);
  if (!success) throw invalidInput(DRY_RUN, given, error.issues[0]?.message ?? "");
  return data;
}

/**
 * Checks everything that creating the cluster checks, and tells what it would be made of; nothing is
 * made or counted. A driver that cannot tell is answered for with 400.
 */
export async function planCluster(request: ApiRequest): Promise<ApiAnswer> {
  const wish = clusterFromWire(readBody(clusterBodySchema, request.json(), "cluster"));
  const plan = await admitCluster(request, wish, clusterAdmission(request), (clusters, options) =>
    clusters.plan(wish, options),
  );
  return { status: 200, body: clusterPlanToWire(plan) };
}
