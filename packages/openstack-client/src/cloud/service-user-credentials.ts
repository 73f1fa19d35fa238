import type { CredentialStrategy, ServiceUserCredential } from "@jeroboam/core";
import { assignRole } from "../identity/role.ts";
import { createSession, type Session } from "../session/session.ts";
import { delegatedRoles } from "./delegated-roles.ts";
import { makeNodeCredential } from "./node-credentials.ts";
import { type Connection, requesterSession } from "./requester-session.ts";
import { createTrustees, type Trustee } from "./trustees.ts";

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
  return {
    kind: "service-user",
    async acquire(requester, clusterUuid, kept) {
      const { projectId } = requester;
      const token = await requesterSession(connection, requester).token();
      const given = delegatedRoles(token, roles);
      const user = await trustees.make({ uuid: clusterUuid, projectId }, kept);
      try {
        for (const { id: roleId } of given)
          await assignRole(admin, { userId: user.id, roleId, projectId });
        const own = createSession({ ...connection, auth: passwordAuth(user, projectId) });
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

    async release({ uuid }, credential) {
      if (!credential) return trustees.removeOthers(uuid, []);
      if (credential.kind === "service-user") await trustees.remove(credential.userId);
    },
  };
}

function passwordAuth({ id, password }: Trustee, projectId: string) {
  return {
    type: "password",
    user: { id },
    password,
    scope: { type: "project", id: projectId },
  } as const;
}
