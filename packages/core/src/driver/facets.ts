import type { Cluster } from "../cluster/cluster.ts";
import type { ClusterTemplate } from "../cluster/cluster-template.ts";
import type { Labels } from "../cluster/labels.ts";
import type { NodeGroup } from "../cluster/node-group.ts";
import type {
  Accepted,
  ClusterSnapshot,
  Composition,
  DriverContext,
  OperationRequest,
  ValidationIssue,
} from "./contract.ts";

/** The number of nodes may change after creation. */
export interface ResizeFacet<Services> {
  readonly masters: "fixed" | "any";
  /** The fewest workers the driver can run with. */
  readonly workersMin: number;
  /** Names the nodes to lose when the default workers shrink by `count`; without it the infrastructure chooses. */
  selectNodesToRemove?(
    context: DriverContext<Services>,
    snapshot: ClusterSnapshot,
    count: number,
  ): Promise<readonly string[]>;
}

/**
 * Groups of workers beside the default ones. `observeCluster` then tells of every group, and
 * `deleteCluster` takes all of them away.
 */
export interface NodeGroupsFacet<Services> {
  /** Asks for the group's nodes; a repeat with the same `operationId` finds what is there. */
  createNodeGroup(
    context: DriverContext<Services>,
    request: NodeGroupOperationRequest & { readonly timeoutMinutes: number },
  ): Promise<Accepted>;
  /** Asks that the group have as many nodes as the snapshot says. */
  updateNodeGroup(
    context: DriverContext<Services>,
    request: NodeGroupOperationRequest & {
      readonly nodesToRemove: readonly string[];
      readonly nodesMayBeGone: boolean;
      /** Go back to the former state when the change fails. */
      readonly rollback: boolean;
    },
  ): Promise<Accepted>;
  /** Asks that the group go. What is gone already counts as deleted. */
  deleteNodeGroup(
    context: DriverContext<Services>,
    request: NodeGroupOperationRequest,
  ): Promise<Accepted>;
}

export interface NodeGroupOperationRequest extends OperationRequest {
  /** The group as the snapshot has it. */
  readonly nodeGroup: NodeGroup;
}

/** The software on the nodes may be replaced by that of another cluster template. */
export interface UpgradeFacet<Services> {
  /** Says why that template cannot be upgraded to. Pure. */
  validateUpgrade(request: {
    readonly cluster: ClusterSnapshot;
    readonly nodeGroup: NodeGroup;
    readonly target: ClusterTemplate;
  }): readonly ValidationIssue[];
  upgradeCluster(
    context: DriverContext<Services>,
    request: UpgradeRequest,
  ): Promise<UpgradeAccepted>;
}

export interface UpgradeRequest extends NodeGroupOperationRequest {
  readonly target: ClusterTemplate;
  /** How many nodes are replaced at once. */
  readonly maxBatchSize: number;
}
export interface UpgradeAccepted extends Accepted {
  /** The labels that the cluster and its default groups, or the other group, have from now on. */
  readonly labels: Labels;
}

/** Nodes take over the certificate authorities that the port tells of, during a rotation and after it. */
export interface CertificatesFacet<Services> {
  rotateCaCertificate(
    context: DriverContext<Services>,
    request: OperationRequest,
  ): Promise<Accepted>;
}

/** Nodes take over the cluster's new credential, which the context has; the former one still serves. */
export interface CredentialsFacet<Services> {
  rotateCredential(context: DriverContext<Services>, request: OperationRequest): Promise<Accepted>;
}

/** What the infrastructure has begun for an operation can be stopped. */
export interface CancelFacet<Services> {
  /**
   * Asks that what was begun be left as it stands, which `observeCluster` then shows as failed. What
   * came to its end meanwhile counts as stopped.
   *
   * @returns `never begun` where the infrastructure took nothing of what the operation asks, also not for
   *   another node group that takes part.
   */
  cancelOperation(
    context: DriverContext<Services>,
    request: CancelRequest,
  ): Promise<"stopped" | "never begun">;
}

export interface CancelRequest extends OperationRequest {
  /** The group that the operation is about; undefined where it is about the default ones. */
  readonly nodeGroup: NodeGroup | undefined;
}

/** Says beforehand what a cluster would be made of. */
export interface PlanFacet {
  /** Pure: the same evaluation that creating the cluster begins with. */
  planCluster(snapshot: ClusterSnapshot, composition: Composition): readonly PlannedResource[];
}

export interface PlannedResource {
  /** The infrastructure's own type, for example `OS::Nova::Server`. */
  readonly type: string;
  /** Where it stands, from the outermost to the resource's own name. */
  readonly path: readonly string[];
}

/**
 * Many clusters are looked at with few calls. Core then asks for a full look only where something
 * happened, and now and then for the progress.
 */
export interface SurveyFacet<Services> {
  /**
   * Names the clusters for which the infrastructure says something else than their node groups'
   * statuses, by the same table: what `transition` does not move is no difference. Never writes.
   *
   * @returns Uuids out of `clusters`.
   */
  surveyClusters(
    context: SurveyContext<Services>,
    request: SurveyRequest,
  ): Promise<readonly string[]>;
}

export type SurveyContext<Services> = Pick<DriverContext<Services>, "services" | "log" | "signal">;

export interface SurveyRequest {
  /** Of one project, or of several when all projects are seen at once. */
  readonly clusters: readonly Cluster[];
  /** The connection is not of the clusters' project: it sees all of them. */
  readonly allProjects: boolean;
}

/** Optional behaviour; presence is capability. */
export interface DriverFacets<Services> {
  readonly resize?: ResizeFacet<Services>;
  readonly nodeGroups?: NodeGroupsFacet<Services>;
  readonly upgrade?: UpgradeFacet<Services>;
  readonly certificates?: CertificatesFacet<Services>;
  readonly credentials?: CredentialsFacet<Services>;
  readonly cancel?: CancelFacet<Services>;
  readonly plan?: PlanFacet;
  readonly survey?: SurveyFacet<Services>;
}

/** Every facet's name, in the order of the support matrix. */
export const FACETS = [
  "resize",
  "nodeGroups",
  "upgrade",
  "certificates",
  "credentials",
  "cancel",
  "plan",
  "survey",
] as const satisfies readonly (keyof DriverFacets<unknown>)[];
export type Capability = (typeof FACETS)[number];

/** What a driver can do beyond the mandatory, read off the driver itself. */
export function capabilitiesOf(
  driver: { readonly name: string } & DriverFacets<never>,
): readonly Capability[] {
  return FACETS.filter((facet) => driver[facet] !== undefined);
}
