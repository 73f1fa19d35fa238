import type { z } from "zod";
import type { ClusterCredential, CredentialKind } from "../cloud/credential.ts";
import type { Cluster, Progress } from "../cluster/cluster.ts";
import type { ClusterTemplate } from "../cluster/cluster-template.ts";
import type { ClusterType } from "../cluster/cluster-type.ts";
import type { AuthorityKind } from "../certificates/authority-kind.ts";
import type { CertificatePort } from "../certificates/certificate-port.ts";
import type { CertificateProfile } from "../certificates/certificate-profile.ts";
import type { ClusterStatus } from "../state/status.ts";
import type { Clock } from "../engine/clock.ts";
import type { Logger } from "../engine/logger.ts";
import type { DriverFacets } from "./facets.ts";
import type { OperatorSettings } from "./operator-settings.ts";

/** Bumped only by a breaking change of this file; core accepts a list of versions. */
export const CONTRACT_VERSION = 1;

/**
 * What a container orchestration engine brings.
 *
 * Data in, data out: a driver gets frozen snapshots and says what it asked for or what it saw.
 * It never writes a cluster and never decides a status; core does. Optional behaviour is an
 * optional facet, so that the list of capabilities is computed and cannot lie.
 *
 * A driver may refuse a change by an error with the code `JRB_CHANGE_NOT_BEGUN`: its word that nothing of
 * the operation was begun, by no try of it. The cluster then shows what it showed before. What else is
 * thrown fails the operation and the cluster, or is tried again where it is `retryable`.
 *
 * @template Services - The cloud services the driver calls, by official service type.
 */
export interface ClusterDriver<Services = unknown> extends DriverFacets<Services> {
  readonly contractVersion: typeof CONTRACT_VERSION;
  /** Unique among registered drivers, for example `swarm_mode_v1`. */
  readonly name: string;
  readonly stability: "stable" | "beta" | "deprecated";
  /** What it can make; not empty, no triple twice. */
  readonly provides: readonly ClusterType[];
  /** The services it calls; a composition without them is refused at registration. */
  readonly requires: readonly (keyof Services & string)[];
  /** Version of the container runtime that the driver installs or expects, shown on clusters. */
  readonly containerVersion: string | null;
  /** Accepts or refuses a cluster's labels; refuses names it does not know. */
  readonly labels: z.ZodType;
  /** The kinds of cluster credential that it can work with. Default: any. */
  readonly credentialKinds?: readonly CredentialKind[];
  /** The certificate authorities that its clusters have. Default: `cluster`. */
  readonly certificateAuthorities?: readonly AuthorityKind[];
  /** Its clusters have a key pair for the tokens of service accounts. Default: they have none. */
  readonly serviceAccountKey?: true;
  /**
   * The certificates that its clusters' authorities sign. Pure. Default: nodes and users get what a
   * TLS server and client needs, and nodes no name that begins with `system:`.
   */
  certificateProfiles?(snapshot: ClusterSnapshot): readonly CertificateProfile[];

  /** Refuses the impossible before anything is made. Pure: no I/O, same answer every time. */
  validate(snapshot: ClusterSnapshot, composition: Composition): readonly ValidationIssue[];

  /** Asks for the cluster's infrastructure; a repeat with the same `operationId` finds what is there. */
  createCluster(context: DriverContext<Services>, request: CreateClusterRequest): Promise<Accepted>;
  /** Asks that the infrastructure become what the snapshot says. */
  updateCluster(context: DriverContext<Services>, request: UpdateClusterRequest): Promise<Accepted>;
  /** Asks that everything go. What is gone already counts as deleted. */
  deleteCluster(context: DriverContext<Services>, request: OperationRequest): Promise<Accepted>;
  /** Says what exists now. Never writes, never waits. */
  observeCluster(
    context: DriverContext<Services>,
    request: ObserveClusterRequest,
  ): Promise<ClusterObservation>;
}

/** A cluster and the template it was made from, frozen. */
export interface ClusterSnapshot {
  readonly cluster: Cluster;
  readonly template: ClusterTemplate;
}

export interface OperationRequest extends ClusterSnapshot {
  /** The same in every repeat of one operation. */
  readonly operationId: string;
}
export interface CreateClusterRequest extends OperationRequest {
  readonly timeoutMinutes: number;
}
export interface UpdateClusterRequest extends OperationRequest {
  /** Nodes to take away when the default workers shrink: names, indices or addresses; empty lets the driver choose. */
  readonly nodesToRemove: readonly string[];
  /** Some of these may be gone, because an earlier try took them away; else an unknown one is refused. */
  readonly nodesMayBeGone: boolean;
  /** Go back to the former state when the change fails. */
  readonly rollback: boolean;
}
export interface ObserveClusterRequest extends ClusterSnapshot {
  /** The operation that is under way; undefined when the cluster is idle. */
  readonly operationId: string | undefined;
}

/** The infrastructure took the request; its completion is seen through `observeCluster`. */
export interface Accepted {
  /** Stored on the cluster and handed back in later snapshots. A deletion that found nothing answers null. */
  readonly backingRef: string | null;
}

export interface ClusterObservation {
  readonly nodeGroups: readonly NodeGroupObservation[];
  /** Only what was looked at and found; a field left out keeps its stored value. */
  readonly attributes: {
    readonly apiAddress?: string;
    readonly discoveryUrl?: string;
    readonly coeVersion?: string;
  };
  readonly progress: Progress | undefined;
}

export type NodeGroupObservation =
  | { readonly kind: "absent"; readonly nodeGroupUuid: string; readonly reason: string }
  | {
      readonly kind: "present";
      readonly nodeGroupUuid: string;
      readonly status: ClusterStatus;
      /** The infrastructure's own words; on failure the path of the leaf that failed and why. */
      readonly reason: string | null;
      /** `undefined`: not looked; `[]`: looked, none. */
      readonly nodeAddresses: readonly string[] | undefined;
      readonly nodeCount: number | undefined;
    };

/** What a driver may use during one call. */
export interface DriverContext<Services = unknown> {
  readonly services: Services;
  readonly certificates: CertificatePort;
  /** What nodes log in with; undefined where the cloud gives clusters no credential of their own. */
  readonly credential: ClusterCredential | undefined;
  /** URLs as nodes reach them: Keystone with `/v3`, this API with `/v1`. */
  readonly endpoints: { readonly identity: string; readonly containerInfra: string };
  readonly operator: OperatorSettings;
  readonly log: Logger;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** What the host that runs the driver was composed of. */
export interface Composition {
  /** Clusters get a credential of their own, with which nodes can log in. */
  readonly givesCredentials: boolean;
  readonly operator: OperatorSettings;
}

export interface ValidationIssue {
  readonly path: readonly (string | number)[];
  /** Stable; starts with `JRB_`. */
  readonly code: string;
  readonly message: string;
}
