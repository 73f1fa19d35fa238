import type { Cluster } from "../cluster/cluster.ts";
import type { ClusterTemplate } from "../cluster/cluster-template.ts";
import type { ClusterEvent, NewClusterEvent } from "../events/event.ts";
import type { RecordedRequest } from "../request/recorded-request.ts";
import type { Quota, QuotaResource } from "../quota/quota.ts";
import type { ConductorService } from "../service/conductor-service.ts";
import type { OperationRows } from "./operation-rows.ts";
import type { CredentialRows, AuthorityRows, KeyPairRows } from "./secret-rows.ts";
import type { SurveyRows } from "./survey-rows.ts";

/** One page of rows, ordered by `sortKey` and then by acceptance. */
export interface Page<Row> {
  /** A property of the row; the order of insertion when left out. */
  readonly sortKey?: keyof Row & string;
  readonly sortDirection?: "asc" | "desc";
  /** The uuid of the row before the page. */
  readonly marker?: string;
  readonly limit?: number;
}

export interface ClusterQuery extends Page<Cluster> {
  readonly projectId?: string;
  readonly name?: string;
  readonly clusterTemplateId?: string;
}
export interface ClusterTemplateQuery extends Page<ClusterTemplate> {
  /** Rows of the project, and those that are public and not hidden. */
  readonly visibleTo?: string;
  /** Public ones count for `visibleTo` also when they are hidden. */
  readonly withHidden?: boolean;
  readonly name?: string;
}

/**
 * Rows that carry a version. `replace` and `remove` compare it with the stored one and throw
 * `JRB_STORE_CONFLICT` when somebody was quicker; `replace` stores version + 1 and answers that row.
 */
export interface VersionedRows<Row, Query> {
  find(uuid: string): Promise<Row | undefined>;
  list(query: Query): Promise<readonly Row[]>;
  insert(row: Row): Promise<void>;
  replace(row: Row): Promise<Row>;
  remove(row: Row): Promise<void>;
}

/** How many clusters there are, and how many nodes of all groups they have. */
export interface ClusterTotals {
  readonly clusters: number;
  readonly nodes: number;
}
export interface ClusterRows extends VersionedRows<Cluster, ClusterQuery> {
  /** Counts every status. */
  totals(query: { readonly projectId?: string }): Promise<ClusterTotals>;
}

export interface QuotaQuery {
  readonly projectId?: string;
  readonly sortKey?: keyof Quota;
  readonly sortDirection?: "asc" | "desc";
  /** The id of the row before the page. */
  readonly marker?: number;
  readonly limit?: number;
}
/** One row for each project and resource; `insert` numbers it, `replace` and `remove` compare versions. */
export interface QuotaRows {
  find(projectId: string, resource: QuotaResource): Promise<Quota | undefined>;
  list(query: QuotaQuery): Promise<readonly Quota[]>;
  insert(quota: Omit<Quota, "id">): Promise<Quota>;
  replace(quota: Quota): Promise<Quota>;
  remove(quota: Quota): Promise<void>;
}

export interface ServiceRows {
  /** Counts a heartbeat; the first one makes the row. */
  beat(service: {
    readonly host: string;
    readonly binary: string;
    readonly now: Date;
  }): Promise<ConductorService>;
  /** In order of their ids. */
  list(): Promise<readonly ConductorService[]>;
}

/** Answered requests by project, user and key. */
export interface RequestRows {
  find(
    by: Pick<RecordedRequest, "projectId" | "userId" | "key">,
  ): Promise<RecordedRequest | undefined>;
  /** Throws `JRB_STORE_CONFLICT` when the key is there already. */
  insert(request: RecordedRequest): Promise<void>;
  removeBefore(time: Date): Promise<void>;
}

/** The log of what happened: numbers grow in the order in which transactions commit. */
export interface EventRows {
  append(event: NewClusterEvent): Promise<void>;
  /** At most `limit` events with greater numbers, 1000 when left out. */
  after(
    sequence: number,
    filter: { clusterUuid?: string; projectId?: string; limit?: number },
  ): Promise<readonly ClusterEvent[]>;
  /** Removes the first ones, at most `limit`, while they are older, and never the latest; answers how many. */
  removeBefore(query: { readonly before: Date; readonly limit: number }): Promise<number>;
  /** The number of the latest event; 0 when there is none. */
  latest(): Promise<number>;
}

/** An operation that any process may take up, to be told to them. */
export interface OutboxEntry {
  readonly id: number;
  readonly operationUuid: string;
}
/** What is to be told to other processes, written in the transaction that makes it true. A store that nobody else reads keeps none. */
export interface OutboxRows {
  append(operationUuid: string): Promise<void>;
  /** Takes the oldest ones that nobody took, or took and did not remove until then. */
  take(by: {
    readonly owner: string;
    readonly now: Date;
    readonly until: Date;
    readonly limit: number;
  }): Promise<readonly OutboxEntry[]>;
  remove(ids: readonly number[]): Promise<void>;
  /** How many there are, taken ones too. */
  count(): Promise<number>;
}

/** How far somebody read the log of events, whichever process reads for them. */
export interface CursorRows {
  /** Undefined where nobody began. */
  position(name: string): Promise<number | undefined>;
  /**
   * Takes the cursor unless somebody has it, and answers where it stands; the first one begins at
   * `start`. Nobody else takes it before `until`.
   */
  claim(by: {
    readonly name: string;
    readonly start: number;
    readonly now: Date;
    readonly until: Date;
  }): Promise<number | undefined>;
  /** Moves a cursor that is taken until then, and lets it go; answers false where it was taken since. */
  settle(by: {
    readonly name: string;
    readonly until: Date;
    readonly position: number;
  }): Promise<boolean>;
}

export interface StoreRows {
  readonly clusterTemplates: VersionedRows<ClusterTemplate, ClusterTemplateQuery>;
  readonly clusters: ClusterRows;
  readonly operations: OperationRows;
  readonly events: EventRows;
  readonly credentials: CredentialRows;
  readonly quotas: QuotaRows;
  readonly services: ServiceRows;
  readonly requests: RequestRows;
  readonly authorities: AuthorityRows;
  readonly keyPairs: KeyPairRows;
  readonly outbox: OutboxRows;
  readonly surveys: SurveyRows;
  readonly cursors: CursorRows;
  /**
   * Lets nobody else hold the same name until this transaction ends. It comes before the reads that
   * it guards; outside of a transaction it does nothing.
   */
  hold(name: string): Promise<void>;
}

/** Where everything is kept. */
export interface Store extends StoreRows {
  /**
   * What `work` wrote is there whole, or not at all when it throws. A store that several processes
   * share runs it again when the database asks for that, so it changes nothing but rows.
   */
  transaction<T>(work: (rows: StoreRows) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
