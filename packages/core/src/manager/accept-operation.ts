import type { Requester } from "../cloud/cloud.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { statusEvents, subjectOf } from "../events/status-events.ts";
import type { EngineParts } from "../engine/engine-parts.ts";
import { leaseFrom } from "../engine/lease.ts";
import { newOperation } from "../operation/new-operation.ts";
import { deadlineFrom, type Operation, type OperationKind } from "../operation/operation.ts";
import { formerState } from "../state/former-state.ts";
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
  /** What the operation is before it is stored, for example claimed. Default: queued. */
  readonly born?: (operation: NewOperation) => NewOperation;
}

type NewOperation = Omit<Operation, "sequence">;

/** An operation that this process has from the moment it is stored: only it has the token that a credential is made with. */
export function claimedAtBirth(
  parts: Pick<EngineParts<never>, "owner" | "leaseMs" | "clock">,
  operation: NewOperation,
): NewOperation {
  return {
    ...operation,
    deadlineAt: deadlineFrom(operation, parts.clock.now()),
    state: "running",
    attempt: 1,
    leaseOwner: parts.owner,
    leaseUntil: leaseFrom(parts),
  };
}

/** Stores a cluster as a request leaves it, with the operation that brings the change about. */
export async function acceptChange(
  rows: StoreRows,
  { before, next, kind, requester, now, input, born = (operation) => operation }: ClusterChange,
): Promise<{ readonly cluster: Cluster; readonly operation: Operation }> {
  const cluster = await rows.clusters.replace(touched(before, next, now));
  const operation = newOperation(kind, cluster, requester.userId, now, {
    former: formerState(before),
    ...input,
  });
  return { cluster, operation: await acceptOperation(rows, before, cluster, born(operation)) };
}
