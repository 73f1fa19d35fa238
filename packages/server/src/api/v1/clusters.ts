import type { Cluster, Labels } from "@jeroboam/core";
import { changeOptions, etagOf } from "../etag.ts";
import { jsonPage } from "../json-page.ts";
import { MICROVERSIONS } from "../microversion.ts";
import { patchBodySchema } from "../patch.ts";
import { LIST_ARGUMENTS, nextPage, parsePage } from "../pagination.ts";
import type { Rule } from "../../policy/rule-names.ts";
import type { ApiRequest, Route } from "../route.ts";
import { scopeOf, targetOf } from "../scope.ts";
import { acceptedAnswer } from "../wire/answer-attribute.ts";
import { clusterAnswer, clusterDetailAnswer, clusterListAnswer } from "../wire/cluster-answer.ts";
import { clusterPlanAnswer } from "../wire/cluster-plan.ts";
import { clusterDetailJson, clusterJson, clusterListJson } from "../wire/cluster-json.ts";
import { CLUSTER_SORT_KEYS, clusterBodySchema } from "../wire/cluster.ts";
import { resizeBodySchema } from "../wire/resize.ts";
import { createCluster } from "./cluster-create.ts";
import { DRY_RUN, isDryRun, planCluster } from "./cluster-plan.ts";
import { patchCluster } from "./cluster-patch.ts";
import { resizeCluster } from "./cluster-resize.ts";
import { ROLLBACK } from "./rollback.ts";

const PATH = "/v1/clusters";
const ITEM = `${PATH}/:cluster`;

/** @upstream magnum/api/controllers/v1/cluster.py `ClustersController` */
export const clusterRoutes: readonly Route[] = [
  {
    method: "GET",
    path: PATH,
    name: "get_all",
    summary: "Lists clusters",
    answer: { status: 200, body: clusterListAnswer },
    arguments: LIST_ARGUMENTS,
    async handle(request) {
      request.enforce("cluster:get_all");
      const { baseUrl, version } = request;
      const clusters = await pageOf(request, "cluster:get_all_all_projects");
      const { next } = nextPage(request, "clusters", clusters);
      return { status: 200, json: clusterListJson(clusters, baseUrl, version, next) };
    },
  },
  {
    method: "GET",
    path: `${PATH}/detail`,
    name: "detail",
    summary: "Lists clusters with all that is known of them",
    answer: { status: 200, body: clusterDetailAnswer },
    arguments: LIST_ARGUMENTS,
    async handle(request) {
      request.enforce("cluster:detail");
      const { baseUrl, version } = request;
      const clusters = await pageOf(request, "cluster:detail_all_projects");
      const labels = await templateLabels(request, clusters);
      const rows = clusters.map((cluster) =>
        clusterDetailJson(cluster, labelsFor(cluster, labels), baseUrl, version),
      );
      const { next } = nextPage(request, "clusters/detail", clusters);
      return { status: 200, json: jsonPage("clusters", rows, next) };
    },
  },
  {
    method: "POST",
    path: PATH,
    name: "post",
    summary: "Creates a cluster",
    body: clusterBodySchema,
    arguments: [DRY_RUN],
    repeatable: true,
    answer: { status: 202, body: acceptedAnswer, headers: ["ETag"] },
    otherAnswer: { status: 200, body: clusterPlanAnswer },
    handle: (request) => (isDryRun(request) ? planCluster(request) : createCluster(request)),
  },
  {
    method: "GET",
    path: ITEM,
    name: "get_one",
    summary: "Shows a cluster",
    answer: { status: 200, body: clusterAnswer, headers: ["ETag"] },
    async handle(request) {
      const { parameters, baseUrl, version } = request;
      const { clusters } = scopeOf(request, "cluster:get_one_all_projects");
      const cluster = await clusters.get(parameters["cluster"] ?? "");
      request.enforce("cluster:get", targetOf(cluster));
      const { labels } = await request.everything.clusterTemplates.get(cluster.clusterTemplateId);
      return {
        status: 200,
        json: clusterJson(cluster, labels, baseUrl, version),
        headers: etagOf(cluster),
      };
    },
  },
  {
    method: "PATCH",
    path: ITEM,
    name: "patch",
    summary: "Changes the number of a cluster's nodes",
    body: patchBodySchema,
    answer: { status: 202, body: acceptedAnswer, headers: ["ETag"] },
    until: MICROVERSIONS.rollback - 1,
    conditional: true,
    handle: patchCluster,
  },
  {
    method: "PATCH",
    path: ITEM,
    name: "patch",
    summary: "Changes the number of a cluster's nodes",
    body: patchBodySchema,
    answer: { status: 202, body: acceptedAnswer, headers: ["ETag"] },
    since: MICROVERSIONS.rollback,
    arguments: [ROLLBACK],
    conditional: true,
    handle: patchCluster,
  },
  {
    method: "DELETE",
    path: ITEM,
    name: "delete",
    summary: "Deletes a cluster",
    answer: { status: 204 },
    conditional: true,
    async handle(request) {
      const { clusters } = scopeOf(request, "cluster:delete_all_projects");
      const cluster = await clusters.get(request.parameters["cluster"] ?? "");
      request.enforce("cluster:delete", targetOf(cluster));
      await clusters.delete(cluster.uuid, changeOptions(request, cluster));
      return { status: 204 };
    },
  },
  {
    method: "POST",
    path: `${ITEM}/actions/resize`,
    name: "resize",
    summary: "Changes the number of nodes of a node group",
    body: resizeBodySchema,
    answer: { status: 202, body: acceptedAnswer, headers: ["ETag"] },
    since: MICROVERSIONS.resize,
    conditional: true,
    repeatable: true,
    handle: resizeCluster,
  },
];

/** The same object each time, so that what is made of it can be known again. */
const NO_LABELS: Labels = {};

function labelsFor(cluster: Cluster, labels: ReadonlyMap<string, Labels>): Labels {
  return labels.get(cluster.clusterTemplateId) ?? NO_LABELS;
}

async function pageOf(request: ApiRequest, allProjects: Rule): Promise<readonly Cluster[]> {
  const page = parsePage(request, CLUSTER_SORT_KEYS);
  const { clusters } = scopeOf(request, allProjects);
  if (page.marker) await clusters.get(page.marker);
  return clusters.list(page);
}

/** The labels of the clusters' templates, also of those that the caller does not see. */
async function templateLabels(
  { everything }: ApiRequest,
  clusters: readonly Cluster[],
): Promise<ReadonlyMap<string, Labels>> {
  const uuids = [...new Set(clusters.map((cluster) => cluster.clusterTemplateId))];
  return new Map(
    await Promise.all(
      uuids.map(
        async (uuid) => [uuid, (await everything.clusterTemplates.get(uuid)).labels] as const,
      ),
    ),
  );
}
