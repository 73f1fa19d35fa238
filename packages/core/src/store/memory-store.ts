import type { ClusterEvent } from "../events/event.ts";
import type { MemoryEvents } from "./memory-events.ts";
import { forkTables, memoryTables, rowsOf, type SequenceName } from "./memory-rows.ts";
import type { Store, StoreRows } from "./store.ts";
import { writesAlone } from "./writes-alone.ts";

/** Everything in this process, gone with it; transactions run one after the other. */
export function createMemoryStore(): Store {
  const base = memoryTables();
  const committed: ClusterEvent[] = [];
  const sequences = new Map<SequenceName, number>();
  const next = (name: SequenceName) => {
    const number = (sequences.get(name) ?? 0) + 1;
    sequences.set(name, number);
    return number;
  };
  let last: Promise<unknown> = Promise.resolve();

  const transaction = <T>(work: (rows: StoreRows) => Promise<T>): Promise<T> => {
    const run = async () => {
      const fork = forkTables(base);
      const events: MemoryEvents = { committed, written: [], removed: 0 };
      const result = await work(rowsOf(fork, events, next));
      for (const table of Object.values(fork)) table.commit();
      committed.splice(0, events.removed);
      committed.push(...events.written);
      return result;
    };
    const result = last.then(run);
    last = result.catch(() => undefined);
    return result;
  };

  const reads = rowsOf(base, { committed, written: [], removed: 0 }, next);
  return { ...writesAlone(reads, transaction), transaction, close: async () => {} };
}
