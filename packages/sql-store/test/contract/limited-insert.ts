import type { Store } from "@jeroboam/core";
import { aCluster } from "./rows.ts";

/** Inserts a cluster while its project has fewer than so many; answers whether it did. */
export function insertUnderLimit(store: Store, limit: number): Promise<boolean> {
  return store.transaction(async (rows) => {
    await rows.hold("clusters of wonderland");
    const { clusters } = await rows.clusters.totals({ projectId: "wonderland" });
    if (clusters >= limit) return false;
    await rows.clusters.insert(aCluster());
    return true;
  });
}
