import type { Cluster, Labels } from "@jeroboam/core";
import { jsonPage } from "../json-page.ts";
import type { Microversion } from "../microversion.ts";
import { rememberLast } from "../remember-last.ts";
import { clusterToShortWire, clusterToWire, faultsOf } from "./cluster.ts";

const shortJson = rememberLast((cluster: Cluster, baseUrl: string, version: Microversion) =>
  JSON.stringify(clusterToShortWire(cluster, baseUrl, version)),
);

/** A page of clusters as it goes out. */
export const clusterListJson = rememberLast(
  (
    clusters: readonly Cluster[],
    baseUrl: string,
    version: Microversion,
    next: string | undefined,
  ): Buffer =>
    jsonPage(
      "clusters",
      clusters.map((cluster) => shortJson(cluster, baseUrl, version)),
      next,
    ),
);

/** A cluster with all that is known of it but its faults, as part of a list. */
export const clusterDetailJson = rememberLast(
  (cluster: Cluster, templateLabels: Labels, baseUrl: string, version: Microversion): string =>
    JSON.stringify(clusterToWire(cluster, templateLabels, baseUrl, version)),
);

/** One cluster with all that is known of it, as it goes out. */
export const clusterJson = rememberLast(
  (cluster: Cluster, templateLabels: Labels, baseUrl: string, version: Microversion): Buffer => {
    const fields = clusterToWire(cluster, templateLabels, baseUrl, version);
    return Buffer.from(JSON.stringify({ ...fields, ...faultsOf(cluster) }));
  },
);
