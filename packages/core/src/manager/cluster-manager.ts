import type { AuthorityKind } from "../certificates/authority-kind.ts";
import type { PreparedRotation } from "../certificates/certificate-port.ts";
import type { ClientConfig } from "../client-config/client-config.ts";
import type { Requester } from "../cloud/cloud.ts";
import type { NodeLogin } from "../cloud/credential.ts";
import type { Cluster, ClusterRequest } from "../cluster/cluster.ts";
import type {
  ClusterTemplate,
  ClusterTemplateChange,
  ClusterTemplateRequest,
} from "../cluster/cluster-template.ts";
import type { NodeGroup, NodeGroupChange, NodeGroupRequest } from "../cluster/node-group.ts";
import type { PlannedResource } from "../driver/facets.ts";
import type { AnyDriver } from "../driver/registry.ts";
import type { ClusterEvent } from "../events/event.ts";
import type { Operation } from "../operation/operation.ts";
import type { EffectiveQuota, Quota, QuotaRequest, QuotaResource } from "../quota/quota.ts";
import type { ConductorService } from "../service/conductor-service.ts";
import type { ClusterTotals, Page, QuotaQuery } from "../store/store.ts";
import type { RequestIdentity } from "../request/recorded-request.ts";
import type {
  Identifier,
  ChangeOptions,
  PublishOptions,
  CreateOptions,
  ClusterConfigOptions,
  SigningRequest,
  RotationOptions,
  UpdateRequest,
  HealthReport,
  ResizeRequest,
  ClusterUpgradeRequest,
} from "./change-requests.ts";

/** Cluster templates as one requester sees them. */
export interface ClusterTemplates {
  create(
    request: ClusterTemplateRequest,
    options?: CreateOptions & PublishOptions,
  ): Promise<ClusterTemplate>;
  get(identifier: Identifier): Promise<ClusterTemplate>;
  list(page?: Page<ClusterTemplate>): Promise<readonly ClusterTemplate[]>;
  /** Sets what is given; of a template that clusters use only name, tags or who sees it. */
  update(
    identifier: Identifier,
    change: ClusterTemplateChange,
    options?: ChangeOptions & PublishOptions,
  ): Promise<ClusterTemplate>;
  delete(identifier: Identifier, options?: ChangeOptions): Promise<void>;
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
  create(request: ClusterRequest, options?: CreateOptions): Promise<AcceptedChange>;
  /** Checks the same and says what would be made; stores nothing. Throws `JRB_NOT_SUPPORTED_BY_DRIVER` where the driver cannot tell. */
  plan(request: ClusterRequest, options?: CreateOptions): Promise<ClusterPlan>;
  get(identifier: Identifier): Promise<Cluster>;
  list(page?: Page<Cluster>): Promise<readonly Cluster[]>;
  /** Sets the number of nodes of the default workers; the cluster must be idle and healthy. */
  update(
    identifier: Identifier,
    change: UpdateRequest,
    options?: ChangeOptions,
  ): Promise<AcceptedChange>;
  /** Stores what somebody who watches the cluster says of its health; what is left out stays. */
  updateHealth(
    identifier: Identifier,
    health: HealthReport,
    options?: ChangeOptions,
  ): Promise<Cluster>;
  /** The same for any group, also while another change is under way or after one failed. */
  resize(
    identifier: Identifier,
    change: ResizeRequest,
    options?: ChangeOptions,
  ): Promise<AcceptedChange>;
  /** Replaces the software on the nodes by that of another cluster template. */
  upgrade(
    identifier: Identifier,
    request: ClusterUpgradeRequest,
    options?: ChangeOptions,
  ): Promise<AcceptedChange>;
  /**
   * Makes new certificate authorities, hands them to the nodes, and then takes the former ones away;
   * or one of these phases. Throws `JRB_NO_ROTATION_PREPARED`, `JRB_TLS_DISABLED`,
   * `JRB_OPERATION_NOT_ALLOWED` or `JRB_NOT_SUPPORTED_BY_DRIVER`.
   */
  rotateCaCertificate(identifier: Identifier, options?: RotationOptions): Promise<AcceptedChange>;
  /** The rotation of the certificate authorities that waits for its second phase. */
  preparedRotation(identifier: Identifier): Promise<PreparedRotation | undefined>;
  /**
   * The certificate of the cluster's authority, PEM; during a rotation the new one and then the former
   * one. A kind that the driver does not ask for is the cluster's own.
   */
  caCertificate(identifier: Identifier, authority?: AuthorityKind): Promise<string>;
  /**
   * Has a PEM request signed, as the driver's profiles allow it to this requester; answers the
   * certificate, PEM. Throws `JRB_INVALID_CSR` or `JRB_CSR_FORBIDDEN`.
   */
  signCertificate(identifier: Identifier, request: SigningRequest): Promise<string>;
  /**
   * Gives the cluster a new credential of its own, made with the requester's token, hands it to the
   * nodes and takes the former one back. Throws `JRB_CREDENTIALS_FAILED`.
   */
  rotateCredential(identifier: Identifier): Promise<AcceptedChange>;
  /** What the nodes log in to Keystone with; told to the cluster's own user alone. */
  nodeLogin(identifier: Identifier): Promise<NodeLogin>;
  /** Deletes in any status. What runs on the cluster is cancelled first. */
  delete(identifier: Identifier, options?: ChangeOptions): Promise<AcceptedChange>;
  /**
   * Ends what is under way, and what waits behind it. What the infrastructure never took is undone;
   * what it began stops where it stands and shows as failed. Throws `JRB_NOTHING_TO_CANCEL`,
   * `JRB_OPERATION_NOT_ALLOWED` for a deletion, or `JRB_NOT_SUPPORTED_BY_DRIVER`.
   */
  cancel(identifier: Identifier, options?: ChangeOptions): Promise<AcceptedChange>;
  /** Does again what failed last, in any FAILED status or after a rollback. Throws `JRB_NOTHING_TO_RETRY`. */
  retry(identifier: Identifier, options?: ChangeOptions): Promise<AcceptedChange>;
  /**
   * Makes a key and a certificate for a client of the cluster, as an administrator, and says how the
   * COE's own tool is told of them. Nothing of it is kept. Throws `JRB_CLUSTER_NOT_READY`.
   */
  clusterConfig(identifier: Identifier, options?: ClusterConfigOptions): Promise<ClientConfig>;
  /** What was asked of the cluster, in order of acceptance. */
  operations(identifier: Identifier): Promise<readonly Operation[]>;
  /** What happened to the cluster, from the log that `watch` reads; at most 1000 at once. */
  events(
    identifier: Identifier,
    page?: { readonly after?: number; readonly limit?: number },
  ): Promise<readonly ClusterEvent[]>;
}

/** What creating a cluster would do. */
export interface ClusterPlan {
  /** The cluster as its row would begin. */
  readonly cluster: Cluster;
  /** Name of the driver that would make it. */
  readonly driver: string;
  readonly resources: readonly PlannedResource[];
}

/** The node groups of the clusters that one requester sees; `cluster` is a uuid or name. */
export interface NodeGroups {
  /** Asks for more workers of another kind; the driver must offer node groups. */
  create(cluster: Identifier, request: NodeGroupRequest): Promise<AcceptedNodeGroup>;
  get(cluster: Identifier, nodeGroup: Identifier): Promise<NodeGroupOfCluster>;
  list(cluster: Identifier, page?: NodeGroupPage): Promise<readonly NodeGroupOfCluster[]>;
  /** Sets what the infrastructure does not know of. */
  update(
    cluster: Identifier,
    nodeGroup: Identifier,
    change: NodeGroupChange,
    options?: ChangeOptions,
  ): Promise<NodeGroupOfCluster>;
  delete(cluster: Identifier, nodeGroup: Identifier): Promise<AcceptedNodeGroup>;
}
export interface NodeGroupPage extends Page<NodeGroup> {
  readonly role?: string;
}
export interface NodeGroupOfCluster {
  readonly cluster: Cluster;
  readonly nodeGroup: NodeGroup;
}
export interface AcceptedNodeGroup extends AcceptedChange {
  readonly nodeGroup: NodeGroup;
}

/** Limits of projects; a requester who is no admin sees the own project's. */
export interface Quotas {
  /** The project's own limit, or the default. Throws `JRB_NOT_AUTHORIZED` for another project. */
  get(projectId: string, resource: QuotaResource): Promise<EffectiveQuota>;
  list(page?: QuotaQuery): Promise<readonly Quota[]>;
  create(request: QuotaRequest): Promise<Quota>;
  update(request: QuotaRequest): Promise<Quota>;
  delete(projectId: string, resource: QuotaResource): Promise<void>;
}

/** Counts clusters and their nodes, masters too. */
export interface Stats {
  /** Of one project; admins may leave it out for all. Throws `JRB_NOT_AUTHORIZED` for another project. */
  get(projectId?: string): Promise<ClusterTotals>;
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
  readonly nodeGroups: NodeGroups;
  readonly quotas: Quotas;
  readonly stats: Stats;
  /** Events as they happen, from the same log that history is read from; ends when the signal aborts or the manager closes. */
  watch(options?: WatchOptions): AsyncIterable<ClusterEvent>;
}

/** The front door of the SDK; itself the view of the cloud's own session. */
export interface ClusterManager extends ManagerView {
  /**
   * The same for somebody else; the server calls it once per request. With a `request` identity a
   * create that was answered already answers the same again.
   */
  as(requester: Requester, request?: RequestIdentity): ManagerView;
  /** Follows one operation to its end and answers the cluster, or undefined when it is gone. Throws `JRB_OPERATION_FAILED`, with the operation's error in its details, or `JRB_OPERATION_CANCELLED`. */
  wait(change: AcceptedChange, options?: { signal?: AbortSignal }): Promise<Cluster | undefined>;
  readonly drivers: readonly AnyDriver[];
  /** Uuid of the cluster whose own user or application credential that is; whoever comes by it acts for the cluster alone. */
  clusterOfLogin(loginId: string): Promise<string | undefined>;
  /** The processes that run operations on this store, as their heartbeats tell. */
  services(): Promise<readonly (ConductorService & { readonly up: boolean })[]>;
  /** Runs every operation that is due and answers how many steps it took; for tests and for hosts that own the loop. */
  runDueOperations(): Promise<number>;
  /** Hands back leases and stops; operations that are not finished stay in the store. */
  close(): Promise<void>;
}
