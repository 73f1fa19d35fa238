import type { ClusterEvent } from "../events/event.ts";
import { forkTables, memoryTables, rowsOf, type SequenceName } from "./memory-rows.ts";
import type { Store, StoreRows } from "./store.ts";

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
      const written: ClusterEvent[] = [];
      const result = await work(rowsOf(fork, { written, committed }, next));
      for (const table of Object.values(fork)) table.commit();
      committed.push(...written);
      return result;
    };
    const result = last.then(run);
    last = result.catch(() => undefined);
    return result;
  };

  const reads = rowsOf(base, { written: [], committed }, next);
  const alone =
    <A extends unknown[], T>(call: (rows: StoreRows, ...args: A) => Promise<T>) =>
    (...args: A) =>
      transaction((rows) => call(rows, ...args));
  return {
    transaction,
    close: async () => {},
    clusterTemplates: {
      ...reads.clusterTemplates,
      insert: alone((rows, row) => rows.clusterTemplates.insert(row)),
      replace: alone((rows, row) => rows.clusterTemplates.replace(row)),
      remove: alone((rows, row) => rows.clusterTemplates.remove(row)),
    },
    clusters: {
      ...reads.clusters,
      insert: alone((rows, row) => rows.clusters.insert(row)),
      replace: alone((rows, row) => rows.clusters.replace(row)),
      remove: alone((rows, row) => rows.clusters.remove(row)),
    },
    operations: {
      ...reads.operations,
      insert: alone((rows, row) => rows.operations.insert(row)),
      replace: alone((rows, row) => rows.operations.replace(row)),
      claim: alone((rows, by) => rows.operations.claim(by)),
      renew: alone((rows, claimed, leaseUntil) => rows.operations.renew(claimed, leaseUntil)),
      hasten: alone((rows, clusters, now) => rows.operations.hasten(clusters, now)),
    },
    events: { ...reads.events, append: alone((rows, event) => rows.events.append(event)) },
    credentials: {
      ...reads.credentials,
      put: alone((rows, uuid, credential) => rows.credentials.put(uuid, credential)),
      remove: alone((rows, uuid) => rows.credentials.remove(uuid)),
    },
    quotas: {
      ...reads.quotas,
      insert: alone((rows, quota) => rows.quotas.insert(quota)),
      replace: alone((rows, quota) => rows.quotas.replace(quota)),
      remove: alone((rows, quota) => rows.quotas.remove(quota)),
    },
    services: {
      ...reads.services,
      beat: alone((rows, service) => rows.services.beat(service)),
    },
    requests: {
      ...reads.requests,
      insert: alone((rows, request) => rows.requests.insert(request)),
      removeBefore: alone((rows, time) => rows.requests.removeBefore(time)),
    },
    authorities: {
      ...reads.authorities,
      insert: alone((rows, authority) => rows.authorities.insert(authority)),
      replace: alone((rows, authority) => rows.authorities.replace(authority)),
      remove: alone((rows, clusterUuid) => rows.authorities.remove(clusterUuid)),
    },
    outbox: reads.outbox,
    surveys: {
      ...reads.surveys,
      due: alone((rows, projectId, at) => rows.surveys.due(projectId, at)),
      claim: alone((rows, by) => rows.surveys.claim(by)),
      settle: alone((rows, survey, nextAt) => rows.surveys.settle(survey, nextAt)),
    },
    hold: reads.hold,
  };
}
