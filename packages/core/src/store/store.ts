import type { ClusterCredential } from "../cloud/credential.ts";
import type { Cluster } from "../cluster/cluster.ts";
import type { ClusterTemplate } from "../cluster/cluster-template.ts";
import type { ClusterEvent, NewClusterEvent } from "../events/event.ts";
import type { RecordedRequest } from "../request/recorded-request.ts";
import type { Operation } from "../operation/operation.ts";
import type { Quota, QuotaResource } from "../quota/quota.ts";
import type { ConductorService } from "../service/conductor-service.ts";

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

export interface OperationRows {
  find(uuid: string): Promise<Operation | undefined>;
  /** Operations of a cluster in order of acceptance. */
  ofCluster(clusterUuid: string): Promise<readonly Operation[]>;
  /** Numbers and stores it. */
  insert(operation: Omit<Operation, "sequence">): Promise<Operation>;
  replace(operation: Operation): Promise<Operation>;
  /**
   * Takes the operation that is due longest: queued, or running with a lease that ran out, and the
   * first unfinished one of its cluster. Answers it with owner, lease, attempt + 1 and, from the
   * first claim on, its deadline.
   */
  claim(by: { owner: string; now: Date; leaseUntil: Date }): Promise<Operation | undefined>;
  /** Whether an unfinished one leads to that cluster template. */
  leadsTo(clusterTemplateUuid: string): Promise<boolean>;
  /** When the next one falls due; undefined when none is waiting. */
  nextDue(now: Date): Promise<Date | undefined>;
}

export interface EventRows {
  append(event: NewClusterEvent): Promise<ClusterEvent>;
  after(
    sequence: number,
    filter: { clusterUuid?: string; projectId?: string; limit?: number },
  ): Promise<readonly ClusterEvent[]>;
  /** The number of the latest event; 0 when there is none. */
  latest(): Promise<number>;
}

/** Secrets by cluster, apart from the rows that are shown. */
export interface CredentialRows {
  find(clusterUuid: string): Promise<ClusterCredential | undefined>;
  put(clusterUuid: string, credential: ClusterCredential): Promise<void>;
  remove(clusterUuid: string): Promise<void>;
  /** Uuid of the cluster whose own user that is. */
  clusterOf(userId: string): Promise<string | undefined>;
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
}

/** Where everything is kept. What a transaction wrote is there whole, or not at all. */
export interface Store extends StoreRows {
  /** Runs `work` alone; when it throws, nothing it wrote remains. */
  transaction<T>(work: (rows: StoreRows) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
