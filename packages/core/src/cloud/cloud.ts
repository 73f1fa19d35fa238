import type { ClusterCredential } from "./credential.ts";
import type { CloudResources } from "./cloud-resources.ts";

/** Who asks: the identity behind one request. */
export interface Requester {
  readonly userId: string;
  readonly projectId: string;
  readonly roles: readonly string[];
  /** May see and change what belongs to others. */
  readonly isAdmin: boolean;
  /** Uuid of the cluster whose own user this is: a node of that cluster. */
  readonly ownCluster?: string;
  /** The token the request came with, or that of the cloud's own session. Never stored. */
  readonly token?: string;
}

/** The way to a cloud; the SDK's composition and the server's each bring one. */
export interface Cloud<Services> {
  /** Official service types that `services` of a connection holds. */
  readonly serviceTypes: readonly string[];
  /** URLs as nodes reach them. */
  readonly endpoints: { readonly identity: string; readonly containerInfra: string };
  /** The identity of the cloud's own session. */
  self(): Promise<Requester>;
  /** Connects with the requester's rights, for look-ups and for acquiring credentials. */
  connectAs(requester: Requester): Promise<CloudConnection<Services>>;
  /** Connects for a cluster's operations: with its credential, or without one as the cloud's own session. */
  connectFor(
    projectId: string,
    credential: ClusterCredential | undefined,
  ): Promise<CloudConnection<Services>>;
  /** Connects as the cloud's own session to see all projects at once; left out where it may not. */
  connectForAllProjects?(): Promise<CloudConnection<Services>>;
  /** Whether there is a project of that id; left out where nobody can be asked. */
  projectExists?(projectId: string): Promise<boolean>;
  /**
   * Ways to give clusters credentials of their own, the preferred one first, no kind twice; without
   * any, operations run as the cloud's own session.
   */
  readonly credentials?: readonly CredentialStrategy[];
}

export interface CloudConnection<Services> {
  readonly services: Services;
  readonly resources: CloudResources;
}

/** The cluster that credentials are made for, and by which they are found again. */
export interface CredentialHolder {
  readonly uuid: string;
  readonly projectId: string;
  /** Ids of those who asked for its credentials. */
  readonly requesterIds: readonly string[];
}

/** One way to make and take away credentials of clusters. */
export interface CredentialStrategy<Made extends ClusterCredential = ClusterCredential> {
  readonly kind: Made["kind"];
  /** Makes no more, only takes away what was made before. Default false. */
  readonly releaseOnly?: boolean;
  /**
   * Makes a credential for the cluster. One that is not among `kept` never got on record, and goes.
   *
   * @throws with a message that says why, and what the requester or the operator can do.
   */
  acquire(
    requester: Requester,
    clusterUuid: string,
    kept: readonly ClusterCredential[],
    options?: AcquireOptions,
  ): Promise<Made>;
  /**
   * Takes a credential of the cluster away, or, where none is named, all that never got on record;
   * what is gone already counts as released.
   *
   * @param kept - Others of the cluster; what they share with the credential stays.
   */
  release(
    holder: CredentialHolder,
    credential: ClusterCredential | undefined,
    kept?: readonly ClusterCredential[],
  ): Promise<void>;
}

export interface AcquireOptions {
  /**
   * Of the same kind: only what nodes log in with is made anew. What infrastructure was made with
   * stays, because what the cloud holds for the infrastructure hangs on it as long as that lives.
   */
  readonly renewed?: ClusterCredential;
  /** The requester's key pair that servers get; where servers are another user's, that one gets it too. */
  readonly keypair?: string;
  /** Nothing more is made or removed once it aborts. */
  readonly signal?: AbortSignal;
}
