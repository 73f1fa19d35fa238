import type { JsonObject } from "../json.ts";
import type { Project, Token } from "./identity-state.ts";
import type { Keystone } from "./keystone.ts";

const keystoneTime = (date: Date): string => date.toISOString().replace(/\.(\d{3})Z$/, ".$1000Z");

function projectBody(keystone: Keystone, project: Project): JsonObject {
  const domain = keystone.state.domains.get(project.domain_id);
  return {
    id: project.id,
    name: project.name,
    domain: { id: project.domain_id, name: domain?.name ?? project.domain_id },
  };
}

/** A token as the API shows it. */
export function tokenBody(keystone: Keystone, token: Token, withCatalog: boolean): JsonObject {
  const user = keystone.state.users.get(token.userId);
  const userDomain = keystone.state.domains.get(user?.domain_id ?? "");
  const project = keystone.state.projects.get(token.projectId ?? "");
  const domain = keystone.state.domains.get(token.domainId ?? "");
  const trust = keystone.state.trusts.get(token.trustId ?? "");
  const isScoped = project !== undefined || domain !== undefined;
  return {
    token: {
      methods: token.methods,
      user: {
        id: token.userId,
        name: user?.name ?? "",
        domain: { id: userDomain?.id ?? "", name: userDomain?.name ?? "" },
        password_expires_at: null,
      },
      audit_ids: [token.auditId],
      expires_at: keystoneTime(token.expiresAt),
      issued_at: keystoneTime(token.issuedAt),
      ...(project ? { project: projectBody(keystone, project), is_domain: false } : {}),
      ...(domain ? { domain: { id: domain.id, name: domain.name } } : {}),
      ...(isScoped ? { roles: token.roles } : {}),
      ...(isScoped && withCatalog ? { catalog: keystone.catalogFor(token.projectId) } : {}),
      ...(trust
        ? {
            "OS-TRUST:trust": {
              id: trust.id,
              impersonation: trust.impersonation,
              trustor_user: { id: trust.trustor_user_id },
              trustee_user: { id: trust.trustee_user_id },
            },
          }
        : {}),
      ...(token.applicationCredentialId === undefined
        ? {}
        : { application_credential: credentialBody(keystone, token.applicationCredentialId) }),
    },
  };
}

function credentialBody(keystone: Keystone, id: string): JsonObject {
  const credential = keystone.state.applicationCredentials.get(id);
  return {
    id,
    name: credential?.name ?? "",
    restricted: credential?.unrestricted !== true,
    ...(credential?.accessRules
      ? { access_rules: credential.accessRules.map((rule) => ({ ...rule })) }
      : {}),
  };
}
