import type { Store, StoreRows } from "./store.ts";

/** A store's rows outside of transactions: each write is a transaction of its own. */
export function writesAlone(reads: StoreRows, transaction: Store["transaction"]): StoreRows {
  const alone =
    <A extends unknown[], T>(call: (rows: StoreRows, ...args: A) => Promise<T>) =>
    (...args: A) =>
      transaction((rows) => call(rows, ...args));
  return {
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
      forget: alone((rows, uuids) => rows.operations.forget(uuids)),
    },
    events: {
      ...reads.events,
      append: alone((rows, event) => rows.events.append(event)),
      removeBefore: alone((rows, query) => rows.events.removeBefore(query)),
    },
    credentials: {
      ...reads.credentials,
      put: alone((rows, uuid, credential) => rows.credentials.put(uuid, credential)),
      remove: alone((rows, uuid) => rows.credentials.remove(uuid)),
      putFormer: alone((rows, uuid, former) => rows.credentials.putFormer(uuid, former)),
      removeFormer: alone((rows, loginId) => rows.credentials.removeFormer(loginId)),
    },
    quotas: {
      ...reads.quotas,
      insert: alone((rows, quota) => rows.quotas.insert(quota)),
      replace: alone((rows, quota) => rows.quotas.replace(quota)),
      remove: alone((rows, quota) => rows.quotas.remove(quota)),
    },
    services: { ...reads.services, beat: alone((rows, service) => rows.services.beat(service)) },
    requests: {
      ...reads.requests,
      insert: alone((rows, request) => rows.requests.insert(request)),
      removeBefore: alone((rows, time) => rows.requests.removeBefore(time)),
    },
    authorities: {
      ...reads.authorities,
      insert: alone((rows, authority) => rows.authorities.insert(authority)),
      replace: alone((rows, authority) => rows.authorities.replace(authority)),
      removeOf: alone((rows, clusterUuid) => rows.authorities.removeOf(clusterUuid)),
    },
    keyPairs: {
      ...reads.keyPairs,
      insert: alone((rows, keyPair) => rows.keyPairs.insert(keyPair)),
      remove: alone((rows, uuid, clusterUuid) => rows.keyPairs.remove(uuid, clusterUuid)),
      removeOf: alone((rows, clusterUuid) => rows.keyPairs.removeOf(clusterUuid)),
    },
    outbox: {
      ...reads.outbox,
      append: alone((rows, uuid) => rows.outbox.append(uuid)),
      take: alone((rows, by) => rows.outbox.take(by)),
      remove: alone((rows, ids) => rows.outbox.remove(ids)),
    },
    surveys: {
      ...reads.surveys,
      due: alone((rows, projectId, at) => rows.surveys.due(projectId, at)),
      claim: alone((rows, by) => rows.surveys.claim(by)),
      settle: alone((rows, survey, nextAt) => rows.surveys.settle(survey, nextAt)),
    },
    cursors: {
      ...reads.cursors,
      claim: alone((rows, by) => rows.cursors.claim(by)),
      settle: alone((rows, by) => rows.cursors.settle(by)),
    },
    hold: reads.hold,
  };
}
