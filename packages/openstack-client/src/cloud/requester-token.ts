import type { Requester } from "@jeroboam/core";
import type { Token, TokenDescription } from "../session/token.ts";

/**
 * Describes a requester's token out of the service's own, so that services are asked with it as it
 * is: they know by themselves whether it is good, also where Keystone has let go of it since.
 *
 * @param own - The service's token; its catalog says where the services are.
 * @returns Undefined where the service's catalog does not tell a project's addresses.
 * @upstream magnum/common/clients.py `OpenStackClients.auth_token`
 */
export function requesterToken(requester: Requester, own: Token): TokenDescription | undefined {
  const ownProject = own.project?.id;
  if (!ownProject || own.catalog.length === 0) return undefined;
  return {
    ...own,
    user: { id: requester.userId, name: undefined, domain: undefined },
    project: { id: requester.projectId, name: undefined, domain: undefined },
    roles: requester.roles.map((role) => ({ id: role, name: role })),
    catalog: own.catalog.map((entry) => ({
      ...entry,
      endpoints: entry.endpoints.map((endpoint) => ({
        ...endpoint,
        url: endpoint.url.replaceAll(ownProject, requester.projectId),
      })),
    })),
    domain: undefined,
    system: undefined,
    trust: undefined,
    applicationCredential: undefined,
    expiresAt: undefined,
    issuedAt: undefined,
    isAdminProject: undefined,
  };
}
