import type { Operation } from "../operation/operation.ts";

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
