import { randomBytes } from "node:crypto";
import type { CredentialStrategy, TrustCredential } from "@jeroboam/core";
import { createTrust, deleteTrust } from "../identity/trust.ts";
import { createUser, deleteUser, listUsers } from "../identity/user.ts";
import { createSession, type Session } from "../session/session.ts";
import type { SessionOptions } from "../session/session-options.ts";
import type { Token } from "../session/token.ts";
import { credentialAuth } from "./credential-auth.ts";
import { HttpStatusError } from "../errors/http-errors.ts";
import { OpenStackError } from "../errors/openstack-error.ts";

export interface TrustCredentialOptions {
  /** How to reach Keystone; the requester's token goes into it. */
  readonly connection: Omit<SessionOptions, "auth">;
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
  const { connection, domainAdmin, trusteeDomainId, roles = [] } = options;
  const admin = domainAdmin.service("identity");
  const deleteTrustees = async (name: string) => {
    for await (const former of listUsers(admin, { name, domainId: trusteeDomainId }))
      await deleteUser(admin, former.id);
  };
  // What Keystone says of a token is asked once; whether it is still good shows where it is used.
  let last: { readonly token: string; readonly session: Session } | undefined;
  const sessionOf = (auth: { readonly type: "token"; readonly token: string }): Session => {
    if (last?.token !== auth.token)
      last = { token: auth.token, session: createSession({ ...connection, auth }) };
    return last.session;
  };
  return {
    kind: "trust",
    async acquire(requester, clusterUuid) {
      const auth = requester.token && { type: "token" as const, token: requester.token };
      if (!auth) throw new Error("the request brought no token to make a trust with");
      const name = trusteeName(clusterUuid, requester.projectId);
      const session = sessionOf(auth);
      const token = await session.token();
      const delegated = delegatedRoles(token, roles);
      const password = randomBytes(24).toString("hex");
      const request = { name, password, domainId: trusteeDomainId };
      const trustee = await createUser(admin, request).catch(async (error: unknown) => {
        if (!HttpStatusError.isInstance(error) || error.status !== 409) throw error;
        // A process that died after making the user left one whose password nobody knows.
        await deleteTrustees(name);
        return createUser(admin, request);
      });
      try {
        const trust = await createTrust(session.service("identity"), {
          trustorUserId: token.user.id,
          trusteeUserId: trustee.id,
          projectId: requester.projectId,
          impersonation: true,
          allowRedelegation: true,
          roles: delegated.map(({ id }) => ({ id })),
        });
        return {
          kind: "trust",
          trustId: trust.id,
          trusteeUserId: trustee.id,
          trusteeUserName: name,
          trusteePassword: password,
          trusteeDomainId,
        };
      } catch (error) {
        await deleteUser(admin, trustee.id).catch(() => undefined);
        throw error;
      }
    },

    async release(cluster, credential) {
      if (credential?.kind !== "trust")
        return deleteTrustees(trusteeName(cluster.uuid, cluster.projectId));
      const trustor = createSession({ ...connection, auth: credentialAuth(credential) });
      // A trust whose trustor lost a role lets nobody in any more; it goes with its trustee.
      await deleteTrust(trustor.service("identity"), credential.trustId).catch(() => undefined);
      await deleteUser(admin, credential.trusteeUserId);
    },
  };
}

function delegatedRoles({ roles }: Token, wanted: readonly string[]): Token["roles"] {
  const missing = wanted.filter((name) => !roles.some((role) => role.name === name));
  if (missing.length > 0)
    throw new OpenStackError(
      "OPENSTACK_ROLE_MISSING",
      `Clusters are given the roles ${wanted.join(", ")} of whoever makes them, and the requester has not ${missing.join(", ")} in this project; an administrator can give it.`,
    );
  return wanted.length === 0 ? roles : roles.filter(({ name }) => wanted.includes(name ?? ""));
}

/** Nodes, and this API, find the project of a trustee by its name. */
function trusteeName(clusterUuid: string, projectId: string): string {
  return `${clusterUuid}_${projectId}`;
}
