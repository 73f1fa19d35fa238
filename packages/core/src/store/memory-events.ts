import type { ClusterEvent } from "../events/event.ts";
import type { EventRows } from "./store.ts";

/** Events in memory: those of this transaction are written, the committed ones are read. */
export function eventRows(
  written: ClusterEvent[],
  committed: readonly ClusterEvent[],
  next: () => number,
): EventRows {
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
    latest: async () => committed.at(-1)?.sequence ?? 0,
  };
}
