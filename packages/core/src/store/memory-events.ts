import type { ClusterEvent } from "../events/event.ts";
import type { EventRows } from "./store.ts";

/** The log, and what a transaction makes of it once it is committed. */
export interface MemoryEvents {
  readonly committed: readonly ClusterEvent[];
  readonly written: ClusterEvent[];
  /** How many of the first committed ones go. */
  removed: number;
}

/** Events in memory: those of this transaction are written, the committed ones are read. */
export function eventRows(events: MemoryEvents, next: () => number): EventRows {
  const { committed, written } = events;
  return {
    append: async (event) => {
      written.push({ ...event, sequence: next() });
    },
    after: async (sequence, { clusterUuid, projectId, limit }) => {
      const start = committed.findLastIndex((event) => event.sequence <= sequence) + 1;
      const found: ClusterEvent[] = [];
      for (let index = start; index < committed.length && found.length < (limit ?? 1000); index++) {
        const event = committed[index];
        if (!event) break;
        if (clusterUuid !== undefined && event.clusterUuid !== clusterUuid) continue;
        if (projectId !== undefined && event.projectId !== projectId) continue;
        found.push(event);
      }
      return found;
    },
    removeBefore: async ({ before, limit }) => {
      const first = committed.slice(events.removed, -1).slice(0, limit);
      const young = first.findIndex(({ at }) => at >= before);
      const removed = young < 0 ? first.length : young;
      events.removed += removed;
      return removed;
    },
    latest: async () => committed.at(-1)?.sequence ?? 0,
  };
}
