import type { Cluster } from "../cluster/cluster.ts";
import type { NewClusterEvent } from "./event.ts";

/** What every event of a cluster says of it. */
export function subjectOf(
  cluster: Pick<Cluster, "uuid" | "name" | "projectId">,
  operationId: string | null,
  at: Date,
) {
  return {
    at,
    clusterUuid: cluster.uuid,
    clusterName: cluster.name,
    projectId: cluster.projectId,
    operationId,
  };
}

/** The events that tell one version of a cluster from the next. */
export function statusEvents(
  before: Cluster | undefined,
  after: Cluster,
  operationId: string | null,
  at: Date,
): readonly NewClusterEvent[] {
  const events: NewClusterEvent[] = [];
  const subject = subjectOf(after, operationId, at);
  const progress = after.progress;
  if (
    progress &&
    (progress.done !== before?.progress?.done || progress.total !== before?.progress?.total)
  )
    events.push({ type: "cluster.progress", ...subject, progress });
  if (after.status !== before?.status)
    events.push({
      type: "cluster.status",
      ...subject,
      status: after.status,
      reason: after.statusReason,
    });
  return events;
}
