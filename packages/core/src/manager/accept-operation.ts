import type { Cluster } from "../cluster/cluster.ts";
import { statusEvents, subjectOf } from "../events/status-events.ts";
import { isTerminal, type Operation } from "../operation/operation.ts";
import type { StoreRows } from "../store/store.ts";

/** Stores an operation beside the change that it belongs to, with the events that tell of both. */
export async function acceptOperation(
  rows: StoreRows,
  before: Cluster | undefined,
  after: Cluster,
  operation: Omit<Operation, "sequence">,
): Promise<Operation> {
  const stored = await rows.operations.insert(operation);
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

/** The cluster's operations that are not at their end, in order of acceptance. */
export async function openOperations(
  rows: StoreRows,
  cluster: Cluster,
): Promise<readonly Operation[]> {
  return (await rows.operations.ofCluster(cluster.uuid)).filter((one) => !isTerminal(one));
}
