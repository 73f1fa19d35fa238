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

/** One way to make and take away credentials of clusters. */
export interface CredentialStrategy<Made extends ClusterCredential = ClusterCredential> {
  readonly kind: Made["kind"];
  /** Makes the credential; `clusterUuid` names it, so that a repeat can find what is there. */
  acquire(requester: Requester, clusterUuid: string): Promise<Made>;
  /**
   * Takes away what `acquire` made for the cluster, also when the credential never got on record;
   * what is gone already counts as released.
   */
  release(
    cluster: { readonly uuid: string; readonly projectId: string },
    credential: ClusterCredential | undefined,
  ): Promise<void>;
}
