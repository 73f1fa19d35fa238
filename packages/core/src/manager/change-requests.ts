import type { AuthorityKind } from "../certificates/authority-kind.ts";
import type { HealthStatus } from "../cluster/cluster.ts";

/** A cluster's, cluster template's or node group's uuid or name. */
export type Identifier = string;

/** How a change is made. */
export interface ChangeOptions {
  /** Throw `JRB_VERSION_MISMATCH` unless the stored row has this version. */
  readonly ifVersion?: number;
}

/** How what everybody may see comes about. */
export interface PublishOptions {
  /** The requester may decide what other projects see. Default: whether it is an admin. */
  readonly mayPublish?: boolean;
}

/** How something is created. */
export interface CreateOptions {
  /** The requester may use cluster templates that are hidden. Default: whether it is an admin. */
  readonly mayUseHidden?: boolean;
  /**
   * Asked after what the request says by itself is found right, and before anything is looked up or
   * counted; throws to refuse.
   */
  readonly authorize?: () => void | Promise<void>;
}

export interface ClusterConfigOptions {
  /** Where the files will lie. Default `.`. */
  readonly directory?: string;
}

/** A certificate request, and whose signature is wanted. */
export interface SigningRequest {
  readonly csrPem: string;
  /** Default `cluster`. */
  readonly authority?: AuthorityKind;
}

export interface RotationOptions {
  /**
   * `prepare`: nodes trust the former and the new authority, and the new one signs. `complete`: the
   * former one is gone. Both, one after the other, when left out.
   */
  readonly phase?: "prepare" | "complete";
}

export interface UpdateRequest {
  readonly nodeCount: number;
  /** Go back to the former state when the change fails. Default false. */
  readonly rollback?: boolean;
}

export interface HealthReport {
  readonly healthStatus?: HealthStatus | null;
  readonly healthStatusReason?: Readonly<Record<string, string>> | null;
}

export interface ResizeRequest extends UpdateRequest {
  /** Uuid or name of a node group; the default workers when left out. */
  readonly nodeGroup?: string;
  /** Nodes to lose when the group shrinks: names, indices or addresses. */
  readonly nodesToRemove?: readonly string[];
}

export interface ClusterUpgradeRequest {
  /** Uuid or name of the cluster template. */
  readonly clusterTemplate: string;
  /** How many nodes are replaced at once. Default 1. */
  readonly maxBatchSize?: number;
  /** Uuid or name of a node group; the default ones when left out. */
  readonly nodeGroup?: string;
}
