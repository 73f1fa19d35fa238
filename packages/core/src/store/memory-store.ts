import type { ClusterCredential } from "../cloud/credential.ts";
import type { Cluster } from "../cluster/cluster.ts";
import type { ClusterTemplate } from "../cluster/cluster-template.ts";
import type { ClusterEvent } from "../events/event.ts";
import { isTerminal, type Operation } from "../operation/operation.ts";
import { MemoryTable } from "./memory-table.ts";
import { pageOf } from "./page.ts";
import type { EventRows, OperationRows, Page, Store, StoreRows, VersionedRows } from "./store.ts";

interface CredentialRow {
  readonly uuid: string;
  readonly version: number;
  readonly credential: ClusterCredential;
}
interface Tables {
  readonly clusterTemplates: MemoryTable<ClusterTemplate>;
  readonly clusters: MemoryTable<Cluster>;
  readonly operations: MemoryTable<Operation>;
  readonly credentials: MemoryTable<CredentialRow>;
  readonly events: ClusterEvent[];
}

/** Everything in this process, gone with it; transactions run one after the other. */
export function createMemoryStore(): Store {
  const base: Tables = {
    clusterTemplates: new MemoryTable<ClusterTemplate>("cluster template"),
    clusters: new MemoryTable<Cluster>("cluster"),
    operations: new MemoryTable<Operation>("operation"),
    credentials: new MemoryTable<CredentialRow>("credential"),
    events: [],
  };
  const sequences = { operation: 0, event: 0 };
  let last: Promise<unknown> = Promise.resolve();

  const transaction = <T>(work: (rows: StoreRows) => Promise<T>): Promise<T> => {
    const run = async () => {
      const fork: Tables = {
        clusterTemplates: base.clusterTemplates.fork(),
        clusters: base.clusters.fork(),
        operations: base.operations.fork(),
        credentials: base.credentials.fork(),
        events: [],
      };
      const result = await work(rowsOf(fork, base.events, sequences));
      for (const table of [fork.clusterTemplates, fork.clusters, fork.operations, fork.credentials])
        table.commit();
      base.events.push(...fork.events);
      return result;
    };
    const result = last.then(run);
    last = result.catch(() => undefined);
    return result;
  };

  const reads = rowsOf(base, base.events, sequences);
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
    },
    events: { ...reads.events, append: alone((rows, event) => rows.events.append(event)) },
    credentials: {
      ...reads.credentials,
      put: alone((rows, uuid, credential) => rows.credentials.put(uuid, credential)),
      remove: alone((rows, uuid) => rows.credentials.remove(uuid)),
    },
  };
}

type Sequences = { operation: number; event: number };

function rowsOf(
  tables: Tables,
  committed: readonly ClusterEvent[],
  sequences: Sequences,
): StoreRows {
  return {
    clusterTemplates: versionedRows(
      tables.clusterTemplates,
      (query) => (row) =>
        (query.visibleTo === undefined ||
          row.projectId === query.visibleTo ||
          (row.public && !row.hidden)) &&
        (query.name === undefined || row.name === query.name),
    ),
    clusters: versionedRows(
      tables.clusters,
      (query) => (row) =>
        (query.projectId === undefined || row.projectId === query.projectId) &&
        (query.name === undefined || row.name === query.name) &&
        (query.clusterTemplateId === undefined ||
          row.clusterTemplateId === query.clusterTemplateId),
    ),
    operations: operationRows(tables.operations, sequences),
    events: eventRows(tables, committed, sequences),
    credentials: {
      find: async (uuid) => tables.credentials.find(uuid)?.credential,
      put: async (uuid, credential) =>
        tables.credentials.put(uuid, { uuid, version: 1, credential }),
      remove: async (uuid) => tables.credentials.put(uuid, undefined),
    },
  };
}

function versionedRows<Row extends { uuid: string; version: number }, Query extends Page<Row>>(
  table: MemoryTable<Row>,
  matcher: (query: Query) => (row: Row) => boolean,
): VersionedRows<Row, Query> {
  return {
    find: async (uuid) => table.find(uuid),
    list: async (query) => pageOf([...table.all()].filter(matcher(query)), query),
    insert: async (row) => table.insert(row),
    replace: async (row) => table.replace(row),
    remove: async (row) => table.remove(row),
  };
}

function operationRows(table: MemoryTable<Operation>, sequences: Sequences): OperationRows {
  const open = () => [...table.all()].filter((operation) => !isTerminal(operation));
  return {
    find: async (uuid) => table.find(uuid),
    ofCluster: async (clusterUuid) =>
      [...table.all()].filter((operation) => operation.clusterUuid === clusterUuid),
    insert: async (operation) => {
      const numbered = { ...operation, sequence: ++sequences.operation };
      table.insert(numbered);
      return numbered;
    },
    replace: async (operation) => table.replace(operation),
    claim: async ({ owner, now, leaseUntil }) => {
      const due = firstsOfClusters(open())
        .filter((operation) => dueAt(operation) <= now)
        .toSorted((a, b) => dueAt(a).getTime() - dueAt(b).getTime());
      const [first] = due;
      if (!first) return undefined;
      return table.replace({
        ...first,
        state: "running",
        leaseOwner: owner,
        leaseUntil,
        attempt: first.attempt + 1,
      });
    },
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

function dueAt(operation: Operation): Date {
  return operation.state === "running" && operation.leaseUntil
    ? operation.leaseUntil
    : operation.notBefore;
}

function eventRows(
  tables: Tables,
  committed: readonly ClusterEvent[],
  sequences: Sequences,
): EventRows {
  return {
    append: async (event) => {
      const numbered: ClusterEvent = { ...event, sequence: ++sequences.event };
      tables.events.push(numbered);
      return numbered;
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
