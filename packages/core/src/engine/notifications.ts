import type { Cluster } from "../cluster/cluster.ts";
import type { ClusterEvent } from "../events/event.ts";
import type { Operation } from "../operation/operation.ts";
import type { Store } from "../store/store.ts";
import { later } from "./clock.ts";
import type { EngineParts } from "./engine-parts.ts";
import { keepTelling } from "./keep-telling.ts";

/** An operation that was accepted or came to its end. */
export type OperationEvent = Extract<
  ClusterEvent,
  { readonly type: "operation.accepted" | "operation.finished" }
>;

/** What others are told of an operation, with the rows as they are by then. */
export interface OperationNotification {
  readonly event: OperationEvent;
  /** Undefined where it is not kept any more. */
  readonly operation: Operation | undefined;
  /** Undefined where it is gone. */
  readonly cluster: Cluster | undefined;
}

/** Tells others what happens to clusters. */
export interface Notifier {
  /** Resolves when they have it; what it throws is told again later, in the same order. */
  notify(notifications: readonly OperationNotification[]): Promise<void>;
}

const CURSOR = "notifications";
const LIMIT = 100;
/** Who did not tell by then may be dead, and another process tells the same. */
const TAKEN_MS = 30_000;

type NotifyingParts = Pick<EngineParts<never>, "clock" | "log" | "stopping" | "store" | "wakeUp">;

/** Tells what the log of events says, at least once and in order, until this process stops. */
export async function keepNotifying(parts: NotifyingParts, notifier: Notifier): Promise<void> {
  await keepTelling(parts, {
    once: () => notifyOnce(parts, notifier),
    limit: LIMIT,
    complaint: "notifications could not be sent; trying again",
  });
}

/** Answers how many events were read. What happened before anybody was to be told is not told. */
export async function notifyOnce(
  { store, clock }: Pick<NotifyingParts, "clock" | "store">,
  notifier: Notifier,
): Promise<number> {
  const known = await store.cursors.position(CURSOR);
  const latest = await store.events.latest();
  if (known !== undefined && known >= latest) return 0;
  const now = clock.now();
  const claim = { name: CURSOR, start: latest, now, until: later(now, TAKEN_MS) };
  const position = await store.cursors.claim(claim);
  if (position === undefined) return 0;
  let next = position;
  try {
    const events = await store.events.after(position, { limit: LIMIT });
    await notifyOf(store, events, notifier);
    next = events.at(-1)?.sequence ?? position;
    return events.length;
  } finally {
    await store.cursors.settle({ ...claim, position: next });
  }
}

async function notifyOf(
  store: Store,
  events: readonly ClusterEvent[],
  notifier: Notifier,
): Promise<void> {
  const told = events.filter(
    (event): event is OperationEvent =>
      event.type === "operation.accepted" || event.type === "operation.finished",
  );
  const notifications = await Promise.all(
    told.map(async (event) => ({
      event,
      operation: event.operationId ? await store.operations.find(event.operationId) : undefined,
      cluster: await store.clusters.find(event.clusterUuid),
    })),
  );
  if (notifications.length > 0) await notifier.notify(notifications);
}
