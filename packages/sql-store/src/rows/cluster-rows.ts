import {
  type Cluster,
  type ClusterQuery,
  type ClusterRows,
  type ClusterTemplate,
  type ClusterTemplateQuery,
  nodeTotal,
  type VersionedRows,
} from "@jeroboam/core";
import { clusterCodec, clusterTemplateCodec } from "../row-codecs.ts";
import type { RowCache } from "./row-cache.ts";
import type { RowScope } from "./row-scope.ts";
import { versionedRows } from "./versioned-rows.ts";

export function clusterRows(scope: RowScope, cache: RowCache<Cluster>): ClusterRows {
  return {
    ...versionedRows<Cluster, ClusterQuery>(scope, cache, {
      table: "clusters",
      kind: "cluster",
      codec: clusterCodec,
      filter:
        ({ projectId, name, clusterTemplateId }) =>
        (eb) =>
          Object.entries({ projectId, name, clusterTemplateId }).flatMap(([column, value]) =>
            value === undefined ? [] : eb(column, "=", value),
          ),
      derived: ({ nodeGroups }) => ({ nodeTotal: nodeTotal(nodeGroups) }),
    }),
    async totals({ projectId }) {
      let query = scope.db
        .selectFrom("clusters")
        .select((eb) => [eb.fn.countAll().as("clusters"), eb.fn.sum("nodeTotal").as("nodes")]);
      if (projectId !== undefined) query = query.where("projectId", "=", projectId);
      const { clusters, nodes } = await query.executeTakeFirstOrThrow();
      return { clusters: Number(clusters), nodes: Number(nodes ?? 0) };
    },
  };
}

export function clusterTemplateRows(
  scope: RowScope,
  cache: RowCache<ClusterTemplate>,
): VersionedRows<ClusterTemplate, ClusterTemplateQuery> {
  return versionedRows<ClusterTemplate, ClusterTemplateQuery>(scope, cache, {
    table: "clusterTemplates",
    kind: "cluster template",
    codec: clusterTemplateCodec,
    filter:
      ({ visibleTo, withHidden, name }) =>
      (eb) => [
        ...(visibleTo === undefined
          ? []
          : [
              eb.or([
                eb("projectId", "=", visibleTo),
                withHidden === true
                  ? eb("public", "=", 1)
                  : eb.and([eb("public", "=", 1), eb("hidden", "=", 0)]),
              ]),
            ]),
        ...(name === undefined ? [] : [eb("name", "=", name)]),
      ],
  });
}
