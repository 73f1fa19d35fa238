import {
  type Cluster,
  type ClusterEvent,
  isTerminal,
  type Operation,
  type Store,
} from "@jeroboam/core";

/** All that the store holds of clusters, past and present. */
export interface Books {
  readonly clusters: ReadonlyMap<string, Cluster>;
  readonly operations: ReadonlyMap<string, Operation>;
  readonly events: readonly ClusterEvent[];
}

/** Reads the store again and again; remembers what does not change any more. */
export interface BookReader {
  read(): Promise<Books>;
}

export function openBooks(store: Store): BookReader {
  const events: ClusterEvent[] = [];
  const operations = new Map<string, Operation>();
  return {
    async read() {
      for (;;) {
        const more = await store.events.after(events.at(-1)?.sequence ?? 0, {});
        events.push(...more);
        if (more.length === 0) break;
      }
      const accepted = new Set(
        events.flatMap(({ operationId }) => (operationId === null ? [] : [operationId])),
      );
      for (const uuid of accepted) {
        const known = operations.get(uuid);
        if (known && isTerminal(known)) continue;
        const found = await store.operations.find(uuid);
        if (found) operations.set(uuid, found);
      }
      return { clusters: await allClusters(store), operations, events };
    },
  };
}

async function allClusters(store: Store): Promise<ReadonlyMap<string, Cluster>> {
  const found = new Map<string, Cluster>();
  let marker: string | undefined;
  for (;;) {
    const page = await store.clusters.list({ limit: 500, ...(marker !== undefined && { marker }) });
    for (const cluster of page) found.set(cluster.uuid, cluster);
    marker = page.at(-1)?.uuid;
    if (marker === undefined) return found;
  }
}

/** Operations that are not at their end, and accepted ones that the store does not know. */
export function openOperations({ operations, events }: Books): readonly string[] {
  const accepted = events.flatMap((event) =>
    event.type === "operation.accepted" && event.operationId !== null ? [event.operationId] : [],
  );
  return accepted.filter((uuid) => {
    const operation = operations.get(uuid);
    return !operation || !isTerminal(operation);
  });
}
