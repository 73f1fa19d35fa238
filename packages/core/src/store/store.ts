import type { NewKeyPair } from "../certificates/cert-manager.ts";
import type { StoredAuthority } from "../certificates/stored-authority.ts";
import type { ClusterCredential, FormerCredential } from "../cloud/credential.ts";
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

export interface OperationClaim {
  readonly owner: string;
  readonly now: Date;
  readonly leaseUntil: Date;
  /** Only this one; the one that is due longest when left out. */
  readonly uuid?: string;
}

export interface OperationRows {
  find(uuid: string): Promise<Operation | undefined>;
  /** Operations of a cluster in order of acceptance. */
  ofCluster(clusterUuid: string): Promise<readonly Operation[]>;
  /** The unfinished ones of a cluster in order of acceptance, however long its history is. */
  openOf(clusterUuid: string): Promise<readonly Operation[]>;
  /** Numbers and stores it. */
  insert(operation: Omit<Operation, "sequence">): Promise<Operation>;
  replace(operation: Operation): Promise<Operation>;
  /**
   * Takes the operation that is due longest: queued, or running with a lease that ran out, and the
   * first unfinished one of its cluster. Answers it with owner, lease, attempt + 1 and, from the
   * first claim on, its deadline.
   */
  claim(by: OperationClaim): Promise<Operation | undefined>;
  /**
   * Lengthens a claim that is still the current one and leaves the version as it is; answers whether
   * it was.
   */
  renew(
    claimed: Pick<Operation, "uuid" | "leaseOwner" | "attempt">,
    leaseUntil: Date,
  ): Promise<boolean>;
  /** Makes the queued operations of these clusters due now. */
  hasten(clusterUuids: readonly string[], now: Date): Promise<void>;
  /**
   * Those that ended before and that a later one of their cluster stands after, or whose cluster is
   * gone, with greater numbers than `after`: at most `limit`, in order of acceptance.
   */
  history(query: {
    readonly finishedBefore: Date;
    readonly after: number;
    readonly limit: number;
  }): Promise<readonly Operation[]>;
  /** Removes those of them that have ended; what is gone already counts as removed. */
  forget(uuids: readonly string[]): Promise<void>;
  /** Whether an unfinished one leads to that cluster template. */
  leadsTo(clusterTemplateUuid: string): Promise<boolean>;
  /** When the next one falls due; undefined when none is waiting. */
  nextDue(now: Date): Promise<Date | undefined>;
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

/** Secrets by cluster, apart from the rows that are shown. */
export interface CredentialRows {
  find(clusterUuid: string): Promise<ClusterCredential | undefined>;
  put(clusterUuid: string, credential: ClusterCredential): Promise<void>;
  /** The present one and the former ones. */
  remove(clusterUuid: string): Promise<void>;
  /** Those that others took the place of, in no order. */
  formerOf(clusterUuid: string): Promise<readonly FormerCredential[]>;
  putFormer(clusterUuid: string, former: FormerCredential): Promise<void>;
  /** By what its nodes log in with; what is gone already counts as removed. */
  removeFormer(loginId: string): Promise<void>;
  /** Uuid of the cluster whose nodes log in with that user or application credential, or did before. */
  clusterOf(loginId: string): Promise<string | undefined>;
}

/** The certificate authorities of clusters, one of each kind; their private keys are elsewhere. */
export interface AuthorityRows {
  find(clusterUuid: string, kind: StoredAuthority["kind"]): Promise<StoredAuthority | undefined>;
  /** In order of their kinds. */
  ofCluster(clusterUuid: string): Promise<readonly StoredAuthority[]>;
  /** Throws `JRB_STORE_CONFLICT` when the cluster has one of the kind. */
  insert(authority: StoredAuthority): Promise<void>;
  /** Compares versions and stores version + 1. */
  replace(authority: StoredAuthority): Promise<StoredAuthority>;
  /** All kinds of them; what is gone already counts as removed. */
  removeOf(clusterUuid: string): Promise<void>;
  /** Those of which is to be told by now that they end, the most urgent ones first. */
  toWarnOf(by: { readonly now: Date; readonly limit: number }): Promise<readonly StoredAuthority[]>;
  /** When the first one ends; undefined when there is none that could. */
  firstEnd(): Promise<Date | undefined>;
}

/** Key pairs of clusters where the store itself keeps them. */
export interface KeyPairRows {
  /** Undefined also where it is another cluster's. */
  find(uuid: string, clusterUuid: string): Promise<NewKeyPair | undefined>;
  /** Throws `JRB_STORE_CONFLICT` when the uuid is there. */
  insert(keyPair: NewKeyPair): Promise<void>;
  /** What is gone already counts as removed. */
  remove(uuid: string, clusterUuid: string): Promise<void>;
  removeOf(clusterUuid: string): Promise<void>;
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

/** A turn to look at all clusters of one project. */
export interface Survey {
  readonly projectId: string;
  /** Grows with every claim. */
  readonly version: number;
  readonly dueAt: Date;
  /** While somebody looks, and until when the others leave the turn alone. */
  readonly leaseUntil: Date | null;
}
/** Whose turn it is to look, so that no cluster is looked at twice in one round. */
export interface SurveyRows {
  /**
   * Makes the project's next turn due no later than that; the first call makes the row. A turn that
   * is claimed goes on, and the next one comes as early as that.
   */
  due(projectId: string, at: Date): Promise<void>;
  /**
   * Takes the turn that is due longest and that nobody has, or whose lease ran out; undefined when
   * there is none. Answers it with version + 1, and with the lease's end as the time when it is due.
   */
  claim(by: { readonly now: Date; readonly leaseUntil: Date }): Promise<Survey | undefined>;
  /**
   * Ends a claimed turn and sets when the next one is, or earlier where `due` asked for that since
   * the claim. Null removes the row, unless `due` asked for it since. Does nothing when somebody
   * else claimed it meanwhile.
   */
  settle(survey: Survey, nextAt: Date | null): Promise<void>;
  /** When the next turn can be claimed; undefined when there is none. */
  nextDue(): Promise<Date | undefined>;
  /** How many projects have a turn. */
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
