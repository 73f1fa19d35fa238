import type { ClusterCredential, CredentialStrategy, ServiceUserCredential } from "@jeroboam/core";
import { createKeypair, deleteKeypair, findKeypair, listKeypairs } from "../compute/keypair.ts";
import { AuthenticationError } from "../errors/http-errors.ts";
import { deleteApplicationCredential } from "../identity/application-credential.ts";
import { assignRole } from "../identity/role.ts";
import { createSession, type Session } from "../session/session.ts";
import { collect } from "../transport/pages.ts";
import { delegatedRoles } from "./delegated-roles.ts";
import { makeNodeCredential, removeNodeCredentials } from "./node-credentials.ts";
import { type Connection, requesterSession } from "./requester-session.ts";
import { createTrustees } from "./trustees.ts";

export interface ServiceUserCredentialOptions {
  /** How to reach Keystone; the requester's token goes into it. */
  readonly connection: Connection;
  /** Someone who may make users in the trustee domain. */
  readonly domainAdmin: Session;
  readonly trusteeDomainId: string;
  /** Someone who may give roles in any project. */
  readonly admin: Session;
  /** Names of the roles that clusters get; all of the requester's where undefined or empty. */
  readonly roles?: readonly string[];
}

/**
 * Gives each cluster a user of its own with the requester's roles in the project, who stays when the
 * requester leaves it. Nodes get an application credential of that user.
 */
export function serviceUserCredentials(
  options: ServiceUserCredentialOptions,
): CredentialStrategy<ServiceUserCredential> {
  const { connection, trusteeDomainId, roles = [] } = options;
  const trustees = createTrustees({ id: trusteeDomainId, admin: options.domainAdmin });
  const admin = options.admin.service("identity");
  const sessionAs = (id: string, password: string, projectId: string) => {
    const scope = { type: "project", id: projectId } as const;
    const auth = { type: "password", user: { id }, password, scope } as const;
    return createSession({ ...connection, auth });
  };
  const renewedNode = async (
    clusterUuid: string,
    { userId, password, projectId }: ServiceUserCredential,
    kept: readonly ClusterCredential[],
  ) => {
    const keystone = sessionAs(userId, password, projectId).service("identity");
    await removeNodeCredentials(keystone, userId, { clusterUuid, kept });
    return makeNodeCredential(keystone, { userId, clusterUuid, isLater: true });
  };
  return {
    kind: "service-user",
    async acquire(requester, clusterUuid, kept, { renewed, keypair, signal } = {}) {
      if (renewed?.kind === "service-user") {
        signal?.throwIfAborted();
        return { ...renewed, node: await renewedNode(clusterUuid, renewed, kept) };
      }
      const { projectId } = requester;
      const session = requesterSession(connection, requester);
      const token = await session.token();
      const given = delegatedRoles(token, roles);
      signal?.throwIfAborted();
      await trustees.removeOthers(clusterUuid, kept);
      const user = await trustees.make({ uuid: clusterUuid, projectId }, kept.length > 0);
      try {
        for (const { id: roleId } of given)
          await assignRole(admin, { userId: user.id, roleId, projectId });
        const own = sessionAs(user.id, user.password, projectId);
        if (keypair !== undefined) await copyKeypair(session, own, keypair);
        const node = await makeNodeCredential(own.service("identity"), {
          userId: user.id,
          clusterUuid,
          isLater: false,
        });
        return {
          kind: "service-user",
          userId: user.id,
          userName: user.name,
          password: user.password,
          userDomainId: trusteeDomainId,
          projectId,
          node,
        };
      } catch (error) {
        await trustees.remove(user.id).catch(() => undefined);
        throw error;
      }
    },

    async release({ uuid }, credential, kept = []) {
      if (!credential) return trustees.removeOthers(uuid, kept);
      if (credential.kind !== "service-user") return;
      const { userId, password, projectId, node } = credential;
      const own = sessionAs(userId, password, projectId);
      if (kept.some((one) => one.kind === "service-user" && one.userId === userId)) {
        await deleteApplicationCredential(own.service("identity"), userId, node.id);
        return;
      }
      await removeKeypairs(own);
      await trustees.remove(userId);
    },
  };
}

/** Nova looks for a server's key pair with the user who makes the server. */
async function copyKeypair(from: Session, to: Session, name: string): Promise<void> {
  const found = await findKeypair(from.service("compute"), name);
  if (found) await createKeypair(to.service("compute"), { name, publicKey: found.publicKey });
}

/** Nova keeps the key pairs of users who are gone. */
async function removeKeypairs(own: Session): Promise<void> {
  try {
    const nova = own.service("compute");
    for (const { name } of await collect(listKeypairs(nova))) await deleteKeypair(nova, name);
  } catch (error) {
    // Whoever may not log in any more can delete none.
    if (!AuthenticationError.isInstance(error)) throw error;
  }
}
