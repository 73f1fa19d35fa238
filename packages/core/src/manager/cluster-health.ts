import { isDeepStrictEqual } from "node:util";
import type { Requester } from "../cloud/cloud.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { subjectOf } from "../events/status-events.ts";
import { requireVersion } from "./require-version.ts";
import type { ChangeOptions, HealthReport } from "./change-requests.ts";
import type { ManagerParts } from "./manager-parts.ts";
import { visibleCluster } from "./visible.ts";

/**
 * Stores what somebody who watches a cluster says of its health; its status stays.
 *
 * @upstream magnum/conductor/handlers/cluster_conductor.py `Handler.cluster_update`
 */
export async function updateClusterHealth<Services>(
  { store, clock, wakeUp }: ManagerParts<Services>,
  requester: Requester,
  identifier: string,
  report: HealthReport,
  options?: ChangeOptions,
): Promise<Cluster> {
  const cluster = await store.transaction(async (rows) => {
    const before = await visibleCluster(rows, requester, identifier);
    requireVersion(before, options);
    const { healthStatus = before.healthStatus } = report;
    const reason = report.healthStatusReason;
    const healthStatusReason = reason === undefined ? before.healthStatusReason : reason;
    const after: Cluster = {
      ...before,
      healthStatus,
      healthStatusReason: healthStatusReason && { ...healthStatusReason },
    };
    if (isDeepStrictEqual(before, after)) return before;
    const now = clock.now();
    await rows.events.append({
      type: "cluster.health",
      ...subjectOf(after, null, now),
      healthStatus,
      reason: after.healthStatusReason,
    });
    return rows.clusters.replace({ ...after, updatedAt: now });
  });
  wakeUp.notify();
  return cluster;
}
