import { messageOf } from "../errors/jeroboam-error.ts";
import type { EngineParts } from "../engine/engine-parts.ts";
import { superseded } from "../operation/superseded.ts";
import type { Store } from "../store/store.ts";

/** How long what happened is kept, in days; 0 keeps it for ever. */
export interface Retention {
  readonly operationDays: number;
  readonly eventDays: number;
}

export const KEEP_ALL: Retention = { operationDays: 0, eventDays: 0 };

const DAY_MS = 86_400_000;
const EVERY_MS = 3_600_000;
/** Rows of one transaction: others wait while it lasts. */
const BATCH = 200;
/** While a process holds it, no other removes anything. */
const HELD = "pruning";

/** Removes what is older than the operator wants to keep: at once, and then every hour until the process stops. */
export async function keepPruning(
  {
    store,
    clock,
    log,
    stopping,
  }: Pick<EngineParts<unknown>, "clock" | "log" | "stopping" | "store">,
  retention: Retention,
): Promise<void> {
  if (retention.operationDays === 0 && retention.eventDays === 0) return;
  while (!stopping.aborted) {
    try {
      const removed = await prune(store, retention, clock.now(), stopping);
      if (removed.operations + removed.events > 0) log.info(removed, "old history was removed");
    } catch (error) {
      log.error({ message: messageOf(error) }, "old history could not be removed; trying again");
    }
    await clock.sleep(EVERY_MS, stopping);
  }
}

/**
 * Removes finished operations and events that are older, in small transactions. An operation that is
 * open, the last of its cluster, or the last that says how some of its nodes stand, stays.
 */
export async function prune(
  store: Store,
  { operationDays, eventDays }: Retention,
  now: Date,
  stopping: AbortSignal,
): Promise<{ readonly operations: number; readonly events: number }> {
  const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS);
  let [operations, events] = [0, 0];
  if (operationDays > 0)
    for (let after = 0; !stopping.aborted; ) {
      const batch = await pruneOperations(store, daysAgo(operationDays), after);
      if (batch.last === undefined) break;
      operations += batch.removed;
      after = batch.last;
    }
  if (eventDays > 0)
    while (!stopping.aborted) {
      const removed = await pruneEvents(store, daysAgo(eventDays));
      if (removed === 0) break;
      events += removed;
    }
  return { operations, events };
}

async function pruneOperations(store: Store, before: Date, after: number) {
  return store.transaction(async (rows) => {
    await rows.hold(HELD);
    const page = await rows.operations.history({ finishedBefore: before, after, limit: BATCH });
    const gone = new Set<string>();
    for (const [clusterUuid, old] of Map.groupBy(page, (operation) => operation.clusterUuid)) {
      const cluster = await rows.clusters.find(clusterUuid);
      const forgotten = cluster
        ? superseded(await rows.operations.ofCluster(clusterUuid), before)
        : old;
      for (const { uuid } of forgotten) gone.add(uuid);
    }
    await rows.operations.forget([...gone]);
    return { removed: gone.size, last: page.at(-1)?.sequence };
  });
}

function pruneEvents(store: Store, before: Date): Promise<number> {
  return store.transaction(async (rows) => {
    await rows.hold(HELD);
    return rows.events.removeBefore({ before, limit: BATCH });
  });
}
