import { claimedBy, dueAt } from "../operation/claim.ts";
import { isTerminal, type Operation } from "../operation/operation.ts";
import type { Cluster } from "../cluster/cluster.ts";
import type { MemoryTable } from "./memory-table.ts";
import type { OperationRows } from "./operation-rows.ts";

/** Operations in memory; `next` numbers them. */
export function operationRows(
  table: MemoryTable<Operation>,
  clusterTable: MemoryTable<Cluster>,
  next: () => number,
): OperationRows {
  const open = () => [...table.all()].filter((operation) => !isTerminal(operation));
  return {
    find: async (uuid) => table.find(uuid),
    ofCluster: async (clusterUuid) =>
      [...table.all()].filter((operation) => operation.clusterUuid === clusterUuid),
    openOf: async (clusterUuid) =>
      open().filter((operation) => operation.clusterUuid === clusterUuid),
    insert: async (operation) => {
      const numbered = { ...operation, sequence: next() };
      table.insert(numbered);
      return numbered;
    },
    replace: async (operation) => table.replace(operation),
    claim: async (by) => {
      const { now, uuid } = by;
      const due = firstsOfClusters(open())
        .filter((operation) => dueAt(operation) <= now)
        .filter((operation) => uuid === undefined || operation.uuid === uuid)
        .toSorted((a, b) => dueAt(a).getTime() - dueAt(b).getTime());
      const [first] = due;
      return first && table.replace(claimedBy(first, by));
    },
    renew: async ({ uuid, leaseOwner, attempt }, leaseUntil) => {
      const stored = table.find(uuid);
      const current =
        stored?.state === "running" &&
        stored.leaseOwner === leaseOwner &&
        stored.attempt === attempt;
      if (current) table.put(uuid, Object.freeze({ ...stored, leaseUntil }));
      return current;
    },
    hasten: async (clusterUuids, now) => {
      const clusters = new Set(clusterUuids);
      for (const operation of firstsOfClusters(open()))
        if (
          operation.state === "queued" &&
          operation.notBefore > now &&
          clusters.has(operation.clusterUuid)
        )
          table.replace({ ...operation, notBefore: now });
    },
    history: async ({ finishedBefore, after, limit }) => {
      const all = [...table.all()].toSorted((a, b) => a.sequence - b.sequence);
      const lasts = new Map(all.map(({ clusterUuid, sequence }) => [clusterUuid, sequence]));
      return all
        .filter(({ sequence }) => sequence > after)
        .filter(({ finishedAt }) => finishedAt !== null && finishedAt < finishedBefore)
        .filter(
          ({ clusterUuid, sequence }) =>
            lasts.get(clusterUuid) !== sequence || !clusterTable.find(clusterUuid),
        )
        .slice(0, limit);
    },
    forget: async (uuids) => {
      for (const uuid of uuids) {
        const stored = table.find(uuid);
        if (stored && isTerminal(stored)) table.remove(stored);
      }
    },
    leadsTo: async (uuid) => open().some(({ input }) => input.targetTemplate === uuid),
    nextDue: async () =>
      firstsOfClusters(open())
        .map(dueAt)
        .toSorted((a, b) => a.getTime() - b.getTime())[0],
  };
}

/** The oldest unfinished operation of each cluster: the only one that may run. */
function firstsOfClusters(open: readonly Operation[]): readonly Operation[] {
  const firsts = new Map<string, Operation>();
  for (const operation of open) {
    const known = firsts.get(operation.clusterUuid);
    if (!known || operation.sequence < known.sequence) firsts.set(operation.clusterUuid, operation);
  }
  return [...firsts.values()];
}
