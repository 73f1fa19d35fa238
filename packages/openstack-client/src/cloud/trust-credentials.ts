import type { CredentialStrategy, Requester, TrustCredential } from "@jeroboam/core";
import { createTrust, deleteTrust } from "../identity/trust.ts";
import { createSession, type Session } from "../session/session.ts";
import type { Token } from "../session/token.ts";
import { credentialAuth } from "./credential-auth.ts";
import { delegatedRoles } from "./delegated-roles.ts";
import { type Connection, explained, requesterSession } from "./requester-session.ts";
import { createTrustees, type Trustee, type Trustees } from "./trustees.ts";

export interface TrustCredentialOptions {
  /** How to reach Keystone; the requester's token goes into it. */
  readonly connection: Connection;
  /** Someone who may make users in the trustee domain. */
  readonly domainAdmin: Session;
  readonly trusteeDomainId: string;
  /** Names of the roles that clusters get; all of the requester's where undefined or empty. */
  readonly roles?: readonly string[];
}

/**
 * Gives each cluster a user of its own in the trustee domain, and a trust by which the user acts for
 * the requester in the requester's project, with the requester's roles or those that are named.
 *
 * @upstream magnum/conductor/handlers/common/trust_manager.py `create_trustee_and_trust`
 * @differs The trust may be passed on, because Heat makes one of its own for each stack.
 */
export function trustCredentials(
  options: TrustCredentialOptions,
): CredentialStrategy<TrustCredential> {
  const trustees = createTrustees({ id: options.trusteeDomainId, admin: options.domainAdmin });
  return {
    kind: "trust",
    async acquire(requester, clusterUuid, kept) {
      const session = requesterSession(options.connection, requester);
      const trustor = { session, token: await session.token() };
      return acquireTrust(options, trustees, { requester, clusterUuid, kept, trustor });
    },
    async release({ uuid }, credential) {
      if (!credential) return trustees.removeOthers(uuid, []);
      if (credential.kind === "trust") await releaseTrust(options.connection, trustees, credential);
    },
  };
}

/** Makes a trustee and a trust of the requester; leaves no trustee where the trust is refused. */
export async function acquireTrust(
  { trusteeDomainId, roles = [] }: TrustCredentialOptions,
  trustees: Trustees,
  { requester, clusterUuid, kept, trustor }: TrustRequest,
): Promise<TrustCredential> {
  const { session, token } = trustor;
  const { projectId } = requester;
  const delegated = delegatedRoles(token, roles);
  const trustee = await trustees.make({ uuid: clusterUuid, projectId }, kept);
  try {
    const trust = createTrust(session.service("identity"), {
      trustorUserId: token.user.id,
      trusteeUserId: trustee.id,
      projectId,
      impersonation: true,
      allowRedelegation: true,
      roles: delegated.map(({ id }) => ({ id })),
    });
    return trustCredential(trustee, (await explained(token, trust)).id, trusteeDomainId);
  } catch (error) {
    await trustees.remove(trustee.id).catch(() => undefined);
    throw error;
  }
}

interface TrustRequest {
  readonly requester: Requester;
  readonly clusterUuid: string;
  readonly kept: Parameters<CredentialStrategy["acquire"]>[2];
  /** The requester, as Keystone knows the token. */
  readonly trustor: { readonly session: Session; readonly token: Token };
}

function trustCredential(
  { id, name, password }: Trustee,
  trustId: string,
  trusteeDomainId: string,
): TrustCredential {
  return {
    kind: "trust",
    trustId,
    trusteeUserId: id,
    trusteeUserName: name,
    trusteePassword: password,
    trusteeDomainId,
  };
}

/** Takes back a trust, as the trustor whom it lets the trustee be, and then the trustee. */
export async function releaseTrust(
  connection: Connection,
  trustees: Trustees,
  credential: TrustCredential,
): Promise<void> {
  const trustor = createSession({ ...connection, auth: credentialAuth(credential) });
  // A trust whose trustor lost a role lets nobody in any more; it goes with its trustee.
  await deleteTrust(trustor.service("identity"), credential.trustId).catch(() => undefined);
  await trustees.remove(credential.trusteeUserId);
}
