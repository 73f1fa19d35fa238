import type { Requester } from "../cloud/cloud.ts";
import type { Cluster, ClusterRequest } from "../cluster/cluster.ts";
import type { ClusterTemplate, ClusterTemplateRequest } from "../cluster/cluster-template.ts";
import type { AnyDriver } from "../driver/registry.ts";
import type { ClusterEvent } from "../events/event.ts";
import type { Operation } from "../operation/operation.ts";
import type { Page } from "../store/store.ts";

/** A cluster's, or cluster template's, uuid or name. */
export type Identifier = string;

/** Cluster templates as one requester sees them. */
export interface ClusterTemplates {
  create(request: ClusterTemplateRequest): Promise<ClusterTemplate>;
  get(identifier: Identifier): Promise<ClusterTemplate>;
  list(page?: Page<ClusterTemplate>): Promise<readonly ClusterTemplate[]>;
  delete(identifier: Identifier): Promise<void>;
}

/** The outcome of a change that was accepted; it goes on in the background. */
export interface AcceptedChange {
  readonly cluster: Cluster;
  /** Null when nothing had to change. */
  readonly operation: Operation | null;
}

/** Clusters as one requester sees them. */
export interface Clusters {
  /** Checks everything that can be checked, stores the cluster and its operation, then answers. */
  create(request: ClusterRequest): Promise<AcceptedChange>;
  get(identifier: Identifier): Promise<Cluster>;
  list(page?: Page<Cluster>): Promise<readonly Cluster[]>;
  /** Sets the number of nodes of the default workers; the cluster must be idle and healthy. */
  update(identifier: Identifier, change: UpdateRequest): Promise<AcceptedChange>;
  /** The same for any group, also while another change is under way or after one failed. */
  resize(identifier: Identifier, change: ResizeRequest): Promise<AcceptedChange>;
  /** Deletes in any status. What runs on the cluster is cancelled first. */
  delete(identifier: Identifier): Promise<AcceptedChange>;
}

export interface UpdateRequest {
  readonly nodeCount: number;
  /** Go back to the former state when the change fails. Default false. */
  readonly rollback?: boolean;
}

export interface ResizeRequest extends UpdateRequest {
  /** Uuid or name of a node group; the default workers when left out. */
  readonly nodeGroup?: string;
  /** Nodes to lose when the group shrinks: names, indices or addresses. */
  readonly nodesToRemove?: readonly string[];
}

export interface WatchOptions {
  /** Uuid of one cluster; all visible ones when left out. */
  readonly clusterUuid?: string;
  /** Begin after this event; from now on when left out. */
  readonly after?: number;
  readonly signal?: AbortSignal;
}

/** What one requester can do. */
export interface ManagerView {
  readonly clusterTemplates: ClusterTemplates;
  readonly clusters: Clusters;
  /** Events as they happen, from the same log that history is read from; ends when the signal aborts or the manager closes. */
  watch(options?: WatchOptions): AsyncIterable<ClusterEvent>;
}

/** The front door of the SDK; itself the view of the cloud's own session. */
export interface ClusterManager extends ManagerView {
  /** The same for somebody else; the server calls it once per request. */
  as(requester: Requester): ManagerView;
  /** Follows one operation to its end and answers the cluster, or undefined when it is gone. Throws `JRB_OPERATION_FAILED`, with the operation's error in its details, or `JRB_OPERATION_CANCELLED`. */
  wait(change: AcceptedChange, options?: { signal?: AbortSignal }): Promise<Cluster | undefined>;
  readonly drivers: readonly AnyDriver[];
  /** Runs every operation that is due and answers how many steps it took; for tests and for hosts that own the loop. */
  runDueOperations(): Promise<number>;
  /** Hands back leases and stops; operations that are not finished stay in the store. */
  close(): Promise<void>;
}
