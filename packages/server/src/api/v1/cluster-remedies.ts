import { changeOptions, etagOf, repeatableChangeOptions } from "../etag.ts";
import type { ApiRequest, Route } from "../route.ts";
import { scopeOf, targetOf } from "../scope.ts";
import { acceptedAnswer } from "../wire/answer-attribute.ts";

const ACTIONS = "/v1/clusters/:cluster/actions";
const answer = { status: 202, body: acceptedAnswer, headers: ["ETag"] } as const;

/** What a user can do about a change that takes too long or failed; Magnum has neither. */
export const clusterRemedyRoutes: readonly Route[] = [
  {
    method: "POST",
    path: `${ACTIONS}/cancel`,
    name: "cancel",
    summary: "Ends what is under way on a cluster, where it stands",
    answer,
    conditional: true,
    async handle(request) {
      const { clusters, cluster } = await clusterOf(request);
      request.enforce("cluster:update", targetOf(cluster));
      const cancelled = await clusters.cancel(cluster.uuid, changeOptions(request, cluster));
      return { status: 202, body: { uuid: cluster.uuid }, headers: etagOf(cancelled.cluster) };
    },
  },
  {
    method: "POST",
    path: `${ACTIONS}/retry`,
    name: "retry",
    summary: "Does again what failed last on a cluster",
    answer,
    conditional: true,
    repeatable: true,
    async handle(request) {
      const { clusters, cluster } = await clusterOf(request);
      const isDeletion = cluster.status.startsWith("DELETE");
      request.enforce(isDeletion ? "cluster:delete" : "cluster:update", targetOf(cluster));
      const options = repeatableChangeOptions(request, cluster);
      const retried = await clusters.retry(cluster.uuid, options);
      return { status: 202, body: { uuid: cluster.uuid }, headers: etagOf(retried.cluster) };
    },
  },
];

async function clusterOf(request: ApiRequest) {
  const { clusters } = scopeOf(request, "cluster:update_all_projects");
  return { clusters, cluster: await clusters.get(request.parameters["cluster"] ?? "") };
}
