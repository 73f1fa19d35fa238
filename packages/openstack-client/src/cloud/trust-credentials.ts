import type {
  ClusterCredential,
  CredentialStrategy,
  NodeUser,
  Requester,
  TrustCredential,
} from "@jeroboam/core";
import { AuthenticationError, HttpStatusError } from "../errors/http-errors.ts";
import { createTrust, deleteTrust } from "../identity/trust.ts";
import { createSession, type Session } from "../session/session.ts";
import type { Token } from "../session/token.ts";
import { credentialAuth } from "./credential-auth.ts";
import { delegatedRoles } from "./delegated-roles.ts";
import { type Connection, explained, requesterSession } from "./requester-session.ts";
import { createTrustees, type Trustees } from "./trustees.ts";

export interface TrustCredentialOptions {
  /** How to reach Keystone; the requester's token goes into it. */
  readonly connection: Connection;
  /** Someone who may make users in the trustee domain. */
  readonly domainAdmin: Session;
  readonly trusteeDomainId: string;
  /** Names of the roles that clusters get; all of the requester's where undefined or empty. */
  readonly roles?: readonly string[];
  /** Nodes get a trust of their own, by which they can do in the project what it lets them. Default false. */
  readonly trustsNodes?: boolean;
}

/**
 * Gives each cluster a user of its own in the trustee domain, and a trust by which the user acts for
 * the requester in the requester's project, with the requester's roles or those that are named. Nodes
 * log in as another user, whom nobody trusts with anything unless the operator wants it.
 *
 * @upstream magnum/conductor/handlers/common/trust_manager.py `create_trustee_and_trust`
 * @differs The trust may be passed on, because Heat makes one of its own for each stack; so nodes must
 * not have it.
 */
export function trustCredentials(
  options: TrustCredentialOptions,
): CredentialStrategy<TrustCredential> {
  const { connection, trustsNodes = false } = options;
  const trustees = createTrustees({ id: options.trusteeDomainId, admin: options.domainAdmin });
  const makeNode = async (trustor: Trustor): Promise<NodeUser> => {
    const { clusterUuid, requester, signal } = trustor;
    signal?.throwIfAborted();
    const user = await trustees.make({ uuid: clusterUuid, projectId: requester.projectId }, true);
    const { id, password } = user;
    if (!trustsNodes) return { id, password };
    try {
      return { id, password, trustId: await trustIn(id, options, trustor, false) };
    } catch (error) {
      await trustees.remove(id).catch(() => undefined);
      throw error;
    }
  };
  return {
    kind: "trust",
    async acquire(requester, clusterUuid, kept, { renewed, signal } = {}) {
      const session = requesterSession(connection, requester);
      const token = await session.token();
      const trustor = { session, token, requester, clusterUuid, signal };
      signal?.throwIfAborted();
      await trustees.removeOthers(clusterUuid, kept);
      const stays = renewed && stayingTrust(renewed, token);
      const trust = stays ?? (await acquireTrust(options, trustees, trustor, kept.length > 0));
      try {
        return { ...trust, node: await makeNode(trustor) };
      } catch (error) {
        if (!stays) await trustees.remove(trust.trusteeUserId).catch(() => undefined);
        throw error;
      }
    },
    async release({ uuid }, credential, kept = []) {
      if (!credential) return trustees.removeOthers(uuid, kept);
      if (credential.kind !== "trust") return;
      if (credential.node) await trustees.remove(credential.node.id);
      if (!kept.some((one) => trustOf(one)?.trustId === credential.trustId))
        await releaseTrust(connection, trustees, credential);
    },
  };
}

/** The requester, as Keystone knows the token, and the cluster that is asked for. */
export interface Trustor {
  readonly session: Session;
  readonly token: Token;
  readonly requester: Requester;
  readonly clusterUuid: string;
  readonly signal: AbortSignal | undefined;
}

/** Makes a trustee and a trust of the requester; leaves no trustee where the trust is refused. */
export async function acquireTrust(
  options: TrustCredentialOptions,
  trustees: Trustees,
  trustor: Trustor,
  isLater: boolean,
): Promise<TrustCredential> {
  const { clusterUuid, requester, signal } = trustor;
  delegatedRoles(trustor.token, options.roles ?? []);
  signal?.throwIfAborted();
  const { projectId } = requester;
  const { id, name, password } = await trustees.make({ uuid: clusterUuid, projectId }, isLater);
  try {
    return {
      kind: "trust",
      trustId: await trustIn(id, options, trustor, true),
      trustorUserId: trustor.token.user.id,
      trusteeUserId: id,
      trusteeUserName: name,
      trusteePassword: password,
      trusteeDomainId: options.trusteeDomainId,
    };
  } catch (error) {
    await trustees.remove(id).catch(() => undefined);
    throw error;
  }
}

/** Has the requester trust a user; answers the trust's id. */
async function trustIn(
  trusteeUserId: string,
  { roles = [] }: TrustCredentialOptions,
  { session, token, requester, signal }: Trustor,
  allowRedelegation: boolean,
): Promise<string> {
  signal?.throwIfAborted();
  const trust = createTrust(session.service("identity"), {
    trustorUserId: token.user.id,
    trusteeUserId,
    projectId: requester.projectId,
    impersonation: true,
    allowRedelegation,
    ...(allowRedelegation && { redelegationCount: 1 }),
    roles: delegatedRoles(token, roles).map(({ id }) => ({ id })),
  });
  return (await explained(token, trust)).id;
}

/**
 * The trust that goes on: Heat keeps one of its own that hangs on it, and takes another one only from
 * another trustor.
 */
export function stayingTrust(
  renewed: ClusterCredential,
  { user }: Token,
): TrustCredential | undefined {
  const trust = trustOf(renewed);
  const { trustorUserId = user.id } = trust ?? {};
  return trustorUserId === user.id ? trust : undefined;
}

/** What a credential makes infrastructure with, where that is a trust. */
export function trustOf(credential: ClusterCredential): TrustCredential | undefined {
  if (credential.kind === "trust") return credential;
  return credential.kind === "application-credential" ? credential.trust : undefined;
}

/** Takes back a trust, as the trustor whom it lets the trustee be, and then the trustee. */
export async function releaseTrust(
  connection: Connection,
  trustees: Trustees,
  credential: TrustCredential,
): Promise<void> {
  const trustor = createSession({ ...connection, auth: credentialAuth(credential) });
  await deleteTrust(trustor.service("identity"), credential.trustId).catch((error: unknown) => {
    // A trust whose trustor lost a role lets nobody in any more; it goes with its trustee.
    const isRefused = HttpStatusError.isInstance(error) && [401, 403].includes(error.status);
    if (!isRefused && !AuthenticationError.isInstance(error)) throw error;
  });
  await trustees.remove(credential.trusteeUserId);
}
