import { JeroboamError } from "../errors/jeroboam-error.ts";
import type { StoreRows } from "../store/store.ts";

/** What a transaction holds that counts a project's clusters in order to add one. */
export function quotaOf(projectId: string): string {
  return `quota ${projectId}`;
}

/**
 * Refuses one cluster more than the project may have. It is right in a transaction that
 * holds `quotaOf` and inserts the cluster.
 *
 * @upstream magnum/api/controllers/v1/cluster.py `ClustersController._check_cluster_quota_limit`
 * @differs upstream counts in a request of its own, so that two requests at once can pass the limit
 */
export async function requireQuota(
  rows: StoreRows,
  projectId: string,
  defaultLimit: number,
): Promise<void> {
  const limit = (await rows.quotas.find(projectId, "Cluster"))?.hardLimit ?? defaultLimit;
  const { clusters } = await rows.clusters.totals({ projectId });
  if (clusters < limit) return;
  throw new JeroboamError(
    "JRB_QUOTA_EXCEEDED",
    `You have reached the maximum clusters per project, ${limit}. You may delete a cluster to make room for a new one.`,
    { details: { limit, clusters, project: projectId } },
  );
}
