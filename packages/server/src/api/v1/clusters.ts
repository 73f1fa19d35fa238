import type { Cluster, Labels } from "@jeroboam/core";
import { enforce } from "../../policy/rules.ts";
import { MICROVERSIONS } from "../microversion.ts";
import { LIST_ARGUMENTS, nextPage, parsePage } from "../pagination.ts";
import type { ApiRequest, Route } from "../route.ts";
import { CLUSTER_SORT_KEYS, clusterToShortWire, clusterToWire, faultsOf } from "../wire/cluster.ts";
import { createCluster } from "./cluster-create.ts";
import { patchCluster } from "./cluster-patch.ts";
import { resizeCluster } from "./cluster-resize.ts";

const PATH = "/v1/clusters";
const ITEM = `${PATH}/:cluster`;

/** @upstream magnum/api/controllers/v1/cluster.py `ClustersController` */
export const clusterRoutes: readonly Route[] = [
  {
    method: "GET",
    path: PATH,
    name: "get_all",
    arguments: LIST_ARGUMENTS,
    async handle(request) {
      enforce("cluster:get_all", request.identity);
      const { baseUrl, query, version } = request;
      const clusters = await pageOf(request);
      return {
        status: 200,
        body: {
          clusters: clusters.map((cluster) => clusterToShortWire(cluster, baseUrl, version)),
          ...nextPage(baseUrl, "clusters", query, clusters),
        },
      };
    },
  },
  {
    method: "GET",
    path: `${PATH}/detail`,
    name: "detail",
    arguments: LIST_ARGUMENTS,
    async handle(request) {
      enforce("cluster:detail", request.identity);
      const { baseUrl, query, version } = request;
      const clusters = await pageOf(request);
      const labels = await templateLabels(request, clusters);
      return {
        status: 200,
        body: {
          clusters: clusters.map((cluster) =>
            clusterToWire(cluster, labels.get(cluster.clusterTemplateId) ?? {}, baseUrl, version),
          ),
          ...nextPage(baseUrl, "clusters/detail", query, clusters),
        },
      };
    },
  },
  { method: "POST", path: PATH, name: "post", handle: createCluster },
  {
    method: "GET",
    path: ITEM,
    name: "get_one",
    async handle(request) {
      const { view, identity, parameters, baseUrl, version } = request;
      enforce("cluster:get", identity);
      const cluster = await view.clusters.get(parameters["cluster"] ?? "");
      const labels = await templateLabels(request, [cluster]);
      const parent = labels.get(cluster.clusterTemplateId) ?? {};
      return {
        status: 200,
        body: { ...clusterToWire(cluster, parent, baseUrl, version), ...faultsOf(cluster) },
      };
    },
  },
  {
    method: "PATCH",
    path: ITEM,
    name: "patch",
    until: MICROVERSIONS.rollback - 1,
    handle: patchCluster,
  },
  {
    method: "PATCH",
    path: ITEM,
    name: "patch",
    since: MICROVERSIONS.rollback,
    arguments: ["rollback"],
    handle: patchCluster,
  },
  {
    method: "DELETE",
    path: ITEM,
    name: "delete",
    async handle({ view, identity, parameters }) {
      enforce("cluster:delete", identity);
      await view.clusters.delete(parameters["cluster"] ?? "");
      return { status: 204 };
    },
  },
  {
    method: "POST",
    path: `${ITEM}/actions/resize`,
    name: "resize",
    since: MICROVERSIONS.resize,
    handle: resizeCluster,
  },
];

async function pageOf({ query, view }: ApiRequest): Promise<readonly Cluster[]> {
  const page = parsePage(query, CLUSTER_SORT_KEYS);
  if (page.marker) await view.clusters.get(page.marker);
  return view.clusters.list(page);
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
