import type { Requester } from "../cloud/cloud.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { statusEvents, subjectOf } from "../events/status-events.ts";
import { newOperation } from "../operation/new-operation.ts";
import { isTerminal, type Operation, type OperationKind } from "../operation/operation.ts";
import { touched } from "../state/touched.ts";
import type { StoreRows } from "../store/store.ts";

/** Stores an operation beside the change that it belongs to, with the events that tell of both. */
export async function acceptOperation(
  rows: StoreRows,
  before: Cluster | undefined,
  after: Cluster,
  operation: Omit<Operation, "sequence">,
): Promise<Operation> {
  const stored = await rows.operations.insert(operation);
  if (stored.state === "queued") await rows.outbox.append(stored.uuid);
  await rows.events.append({
    type: "operation.accepted",
    ...subjectOf(after, stored.uuid, stored.createdAt),
    operation: stored.kind,
    requestedBy: stored.requestedBy,
  });
  for (const event of statusEvents(before, after, stored.uuid, stored.createdAt))
    await rows.events.append(event);
  return stored;
}

/** What a request makes of a cluster. */
export interface ClusterChange {
  /** As it is stored. */
  readonly before: Cluster;
  /** As it stands while the operation is under way. */
  readonly next: Cluster;
  readonly kind: OperationKind;
  readonly requester: Requester;
  readonly now: Date;
  readonly input?: Partial<Operation["input"]>;
}

/** Stores a cluster as a request leaves it, with the operation that brings the change about. */
export async function acceptChange(
  rows: StoreRows,
  { before, next, kind, requester, now, input }: ClusterChange,
): Promise<{ readonly cluster: Cluster; readonly operation: Operation }> {
  const cluster = await rows.clusters.replace(touched(before, next, now));
  const born = newOperation(kind, cluster, requester.userId, now, input);
  return { cluster, operation: await acceptOperation(rows, before, cluster, born) };
}

/** The cluster's operations that are not at their end, in order of acceptance. */
export async function openOperations(
  rows: StoreRows,
  cluster: Cluster,
): Promise<readonly Operation[]> {
  return (await rows.operations.ofCluster(cluster.uuid)).filter((one) => !isTerminal(one));
}
