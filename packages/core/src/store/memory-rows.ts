import type { StoredAuthority } from "../certificates/stored-authority.ts";
import type { ClusterCredential } from "../cloud/credential.ts";
import { type Cluster, nodeTotal } from "../cluster/cluster.ts";
import type { ClusterTemplate } from "../cluster/cluster-template.ts";
import type { RecordedRequest } from "../request/recorded-request.ts";
import type { Operation } from "../operation/operation.ts";
import type { Quota } from "../quota/quota.ts";
import type { ConductorService } from "../service/conductor-service.ts";
import {
  authorityRows,
  authorityTable,
  keyPairRows,
  keyPairTable,
  type StoredKeyPair,
} from "./memory-authorities.ts";
import { cursorRows, type StoredCursor } from "./memory-cursors.ts";
import { eventRows, type MemoryEvents } from "./memory-events.ts";
import { credentialRows, type FormerOfCluster } from "./memory-credentials.ts";
import { operationRows } from "./memory-operations.ts";
import { type Entry, MemoryTable } from "./memory-table.ts";
import { requestRows } from "./memory-requests.ts";
import { serviceRows } from "./memory-services.ts";
import { surveyRows } from "./memory-surveys.ts";
import { pageAfter, pageOf } from "./page.ts";
import { rememberedPages } from "./remembered-pages.ts";
import type { ClusterRows, Page, QuotaRows, StoreRows, VersionedRows } from "./store.ts";
import type { Survey } from "./survey-rows.ts";

/** Every table; a fork's writes stay its own until they are committed. */
export interface MemoryTables {
  readonly clusterTemplates: MemoryTable<ClusterTemplate>;
  readonly clusters: MemoryTable<Cluster>;
  readonly operations: MemoryTable<Operation>;
  readonly credentials: MemoryTable<Entry<ClusterCredential>>;
  readonly formerCredentials: MemoryTable<Entry<FormerOfCluster>>;
  readonly quotas: MemoryTable<Quota>;
  readonly services: MemoryTable<Entry<ConductorService>>;
  readonly requests: MemoryTable<Entry<RecordedRequest>>;
  readonly authorities: MemoryTable<StoredAuthority>;
  readonly keyPairs: MemoryTable<StoredKeyPair>;
  readonly surveys: MemoryTable<Survey>;
  readonly cursors: MemoryTable<StoredCursor>;
}

export type SequenceName = "operation" | "event" | "quota" | "service";
/** The next number of a sequence; what was taken by a transaction that failed is not given again. */
export type NextNumber = (sequence: SequenceName) => number;

export function memoryTables(): MemoryTables {
  const byUuid = (row: { readonly uuid: string }) => row.uuid;
  const byKey = (entry: { readonly key: string }) => entry.key;
  return {
    clusterTemplates: new MemoryTable<ClusterTemplate>("cluster template", byUuid),
    clusters: new MemoryTable<Cluster>("cluster", byUuid),
    operations: new MemoryTable<Operation>("operation", byUuid),
    credentials: new MemoryTable<Entry<ClusterCredential>>("credential", byKey),
    formerCredentials: new MemoryTable<Entry<FormerOfCluster>>("former credential", byKey),
    quotas: new MemoryTable<Quota>("quota", quotaKey),
    services: new MemoryTable<Entry<ConductorService>>("service", byKey),
    requests: new MemoryTable<Entry<RecordedRequest>>("request", byKey),
    authorities: authorityTable(),
    keyPairs: keyPairTable(),
    surveys: new MemoryTable<Survey>("survey", (survey) => survey.projectId),
    cursors: new MemoryTable<StoredCursor>("cursor", (cursor) => cursor.name),
  };
}

export function forkTables(tables: MemoryTables): MemoryTables {
  return {
    clusterTemplates: tables.clusterTemplates.fork(),
    clusters: tables.clusters.fork(),
    operations: tables.operations.fork(),
    credentials: tables.credentials.fork(),
    formerCredentials: tables.formerCredentials.fork(),
    quotas: tables.quotas.fork(),
    services: tables.services.fork(),
    requests: tables.requests.fork(),
    authorities: tables.authorities.fork(),
    keyPairs: tables.keyPairs.fork(),
    surveys: tables.surveys.fork(),
    cursors: tables.cursors.fork(),
  };
}

/** The rows of a store, or of one transaction, on its tables. */
export function rowsOf(tables: MemoryTables, events: MemoryEvents, next: NextNumber): StoreRows {
  return {
    clusterTemplates: versionedRows(
      tables.clusterTemplates,
      (query) => (row) =>
        (query.visibleTo === undefined ||
          row.projectId === query.visibleTo ||
          (row.public && (query.withHidden === true || !row.hidden))) &&
        (query.name === undefined || row.name === query.name),
    ),
    clusters: clusterRows(tables.clusters),
    operations: operationRows(tables.operations, tables.clusters, () => next("operation")),
    events: eventRows(events, () => next("event")),
    credentials: credentialRows(tables),
    quotas: quotaRows(tables.quotas, () => next("quota")),
    services: serviceRows(tables.services, () => next("service")),
    requests: requestRows(tables.requests),
    authorities: authorityRows(tables.authorities),
    keyPairs: keyPairRows(tables.keyPairs),
    // Nobody else reads this store.
    outbox: {
      append: async () => {},
      take: async () => [],
      remove: async () => {},
      count: async () => 0,
    },
    surveys: surveyRows(tables.surveys),
    cursors: cursorRows(tables.cursors),
    // Transactions run alone.
    hold: async () => {},
  };
}

function versionedRows<Row extends { uuid: string; version: number }, Query extends Page<Row>>(
  table: MemoryTable<Row>,
  matcher: (query: Query) => (row: Row) => boolean,
): VersionedRows<Row, Query> {
  const pages = rememberedPages<Row>();
  return {
    find: async (uuid) => table.find(uuid),
    list: async (query) =>
      pages.find(query, table.revision) ??
      pages.keep(query, table.revision, pageOf([...table.all()].filter(matcher(query)), query)),
    insert: async (row) => table.insert(row),
    replace: async (row) => table.replace(row),
    remove: async (row) => table.remove(row),
  };
}

function clusterRows(table: MemoryTable<Cluster>): ClusterRows {
  return {
    ...versionedRows(
      table,
      (query) => (row) =>
        (query.projectId === undefined || row.projectId === query.projectId) &&
        (query.name === undefined || row.name === query.name) &&
        (query.clusterTemplateId === undefined ||
          row.clusterTemplateId === query.clusterTemplateId),
    ),
    async totals({ projectId }) {
      const rows = [...table.all()].filter(
        (row) => projectId === undefined || row.projectId === projectId,
      );
      return {
        clusters: rows.length,
        nodes: rows.reduce((sum, row) => sum + nodeTotal(row.nodeGroups), 0),
      };
    },
  };
}

function quotaKey({ projectId, resource }: Pick<Quota, "projectId" | "resource">): string {
  return `${resource} ${projectId}`;
}

function quotaRows(table: MemoryTable<Quota>, next: () => number): QuotaRows {
  return {
    find: async (projectId, resource) => table.find(quotaKey({ projectId, resource })),
    async list(query) {
      const rows = [...table.all()].filter(
        (row) => query.projectId === undefined || row.projectId === query.projectId,
      );
      return pageAfter(rows, query, (row) => row.id === query.marker);
    },
    async insert(quota) {
      const numbered = { ...quota, id: next() };
      table.insert(numbered);
      return numbered;
    },
    replace: async (quota) => table.replace(quota),
    remove: async (quota) => table.remove(quota),
  };
}
