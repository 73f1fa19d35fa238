/**
 * A user of the cluster's own in the trustee domain, who acts for the requester by a trust, and
 * another one for the nodes.
 *
 * @upstream magnum/conductor/handlers/common/trust_manager.py `create_trustee_and_trust`
 * @differs Magnum's nodes have the trustee's password, with which Keystone tells them the trust too.
 */
export interface TrustCredential {
  readonly kind: "trust";
  readonly trustId: string;
  /** Whose trust it is; undefined in credentials of former versions. */
  readonly trustorUserId?: string;
  readonly trusteeUserId: string;
  readonly trusteeUserName: string;
  readonly trusteePassword: string;
  readonly trusteeDomainId: string;
  /** Whom nodes log in as; the trustee where undefined. */
  readonly node?: NodeUser;
}

/** A user of the trustee domain who has no role anywhere. */
export interface NodeUser {
  readonly id: string;
  readonly password: string;
  /** What the user may do in the requester's name; there where the operator has nodes told of a trust. */
  readonly trustId?: string;
}

/** An application credential of the requester for the nodes, who get no password then. */
export interface ApplicationCredential {
  readonly kind: "application-credential";
  /** Whose it is; it ends with the user's account. */
  readonly userId: string;
  /**
   * What is done on the cluster's behalf goes by a trust: Heat makes trusts of its own, which Keystone
   * lets no application credential do.
   */
  readonly trust: TrustCredential;
  /** Serves for the certificates of this API and for nothing else. */
  readonly node: NodeApplicationCredential;
}

/** A user of the cluster's own with roles in the project; it outlives the account of its maker. */
export interface ServiceUserCredential {
  readonly kind: "service-user";
  readonly userId: string;
  readonly userName: string;
  readonly password: string;
  readonly userDomainId: string;
  readonly projectId: string;
  /** The user's own, for the nodes: serves for the certificates of this API and for nothing else. */
  readonly node: NodeApplicationCredential;
}

export interface NodeApplicationCredential {
  readonly id: string;
  readonly secret: string;
}

/** What the conductor, on the cluster's behalf, and the cluster's nodes log in with. */
export type ClusterCredential = TrustCredential | ApplicationCredential | ServiceUserCredential;
export const CREDENTIAL_KINDS = ["trust", "application-credential", "service-user"] as const;
export type CredentialKind = (typeof CREDENTIAL_KINDS)[number];

/** A credential that another one took the place of; nodes may still log in with it. */
export interface FormerCredential {
  readonly credential: ClusterCredential;
  /** The operation that brought the other one. */
  readonly operationUuid: string;
}

/** What nodes log in to Keystone with; nothing else of a credential reaches a node. */
export interface NodeLogin {
  readonly method: "password" | "application_credential";
  /** Of the user, or of the application credential. */
  readonly id: string;
  readonly secret: string;
}

/** The part of a cluster's credential that its nodes may have. */
export function nodeLogin(credential: ClusterCredential): NodeLogin {
  if (credential.kind === "trust") {
    const { trusteeUserId, trusteePassword, node } = credential;
    const { id, password } = node ?? { id: trusteeUserId, password: trusteePassword };
    return { method: "password", id, secret: password };
  }
  return { method: "application_credential", ...credential.node };
}
