import { isJsonObject, type JsonObject, listAt, objectAt, textAt } from "../json.ts";
import { ServiceError } from "../service-error.ts";
import type { NamedId } from "./identity.ts";
import type { Project, Token, Trust, User } from "./identity-state.ts";
import { findToken, identityForbidden, type Keystone, rolesOf } from "./keystone.ts";

/** Who was recognised, and what that already settles about the scope. */
interface Recognised {
  readonly user: User;
  readonly methods: readonly string[];
  readonly from?: Token;
  readonly credential?: {
    readonly id: string;
    readonly projectId: string;
    readonly roles: readonly NamedId[];
  };
}

const unauthorized = () =>
  new ServiceError(
    "identity",
    401,
    "Unauthorized",
    "The request you have made requires authentication.",
  );

/** Keystone does not say why: the trustor lost a role or is disabled, or it is somebody else's trust. */
const trustRefused = () =>
  new ServiceError(
    "identity",
    403,
    "Forbidden",
    "You are not authorized to perform the requested action.",
  );

function findByReference<T extends NamedId>(
  rows: Iterable<T>,
  reference: JsonObject,
  domainId?: string,
): T | undefined {
  const id = textAt(reference, "id");
  const name = textAt(reference, "name");
  for (const row of rows) {
    if (id !== undefined ? row.id === id : row.name === name) {
      if (id !== undefined || domainId === undefined) return row;
      if ("domain_id" in row && row.domain_id === domainId) return row;
    }
  }
  return undefined;
}

function findUser(keystone: Keystone, reference: JsonObject): User | undefined {
  const id = textAt(reference, "id");
  if (id !== undefined) return keystone.state.users.get(id);
  const domain = findByReference(keystone.state.domains.values(), objectAt(reference, "domain"));
  return domain && findByReference(keystone.state.users.values(), reference, domain.id);
}

function recognise(keystone: Keystone, identity: JsonObject): Recognised {
  const methods = listAt(identity, "methods").filter((one) => typeof one === "string");
  if (methods.includes("password")) {
    const given = objectAt(objectAt(identity, "password"), "user");
    const user = findUser(keystone, given);
    if (!user?.enabled || user.password !== textAt(given, "password")) throw unauthorized();
    return { user, methods };
  }
  if (methods.includes("token")) {
    const from = findToken(keystone, textAt(objectAt(identity, "token"), "id") ?? "");
    const user = from && keystone.state.users.get(from.userId);
    if (!from || !user?.enabled) throw unauthorized();
    return { user, from, methods: [...new Set(["token", ...from.methods])] };
  }
  if (methods.includes("application_credential")) {
    const given = objectAt(identity, "application_credential");
    const owner = findUser(keystone, objectAt(given, "user"));
    const found = [...keystone.state.applicationCredentials.values()].find(
      (one) => one.id === given["id"] || (one.name === given["name"] && one.userId === owner?.id),
    );
    const user = found && keystone.state.users.get(found.userId);
    if (!found || !user?.enabled || found.secret !== given["secret"]) throw unauthorized();
    return { user, methods, credential: found };
  }
  throw new ServiceError(
    "identity",
    401,
    "Unauthorized",
    `Attempted to authenticate with an unsupported method.`,
  );
}

function scopedProject(keystone: Keystone, scope: JsonObject): Project {
  const reference = objectAt(scope, "project");
  const domain = findByReference(keystone.state.domains.values(), objectAt(reference, "domain"));
  const project = findByReference(keystone.state.projects.values(), reference, domain?.id);
  if (!project?.enabled) throw unauthorized();
  return project;
}

function trustOf(keystone: Keystone, scope: JsonObject): Trust {
  const id = textAt(objectAt(scope, "OS-TRUST:trust"), "id") ?? "";
  const trust = keystone.state.trusts.get(id);
  if (!trust) throw unauthorized();
  return trust;
}

function trustScope(keystone: Keystone, who: Recognised, scope: JsonObject): Partial<Token> {
  const trust = trustOf(keystone, scope);
  const trustor = keystone.state.users.get(trust.trustor_user_id);
  if (who.user.id !== trust.trustee_user_id || !trustor?.enabled) {
    throw trustRefused();
  }
  const held = rolesOf(keystone, trustor.id, { projectId: trust.project_id ?? undefined });
  if (trust.roles.some((role) => !held.some((one) => one.id === role.id))) {
    throw trustRefused();
  }
  if (trust.remaining_uses !== null) {
    if (trust.remaining_uses <= 0) throw trustRefused();
    trust.remaining_uses -= 1;
  }
  return {
    userId: trust.impersonation ? trustor.id : who.user.id,
    projectId: trust.project_id ?? undefined,
    roles: trust.roles,
    trustId: trust.id,
  };
}

function scopeOf(keystone: Keystone, who: Recognised, scope: unknown): Partial<Token> {
  if (who.credential) {
    return {
      projectId: who.credential.projectId,
      roles: who.credential.roles,
      applicationCredentialId: who.credential.id,
    };
  }
  if (isJsonObject(scope) && "OS-TRUST:trust" in scope) return trustScope(keystone, who, scope);
  if (isJsonObject(scope) && "domain" in scope) {
    const domain = findByReference(keystone.state.domains.values(), objectAt(scope, "domain"));
    const roles = domain ? rolesOf(keystone, who.user.id, { domainId: domain.id }) : [];
    if (!domain || roles.length === 0) throw unauthorized();
    return { domainId: domain.id, roles };
  }
  if (who.from?.trustId !== undefined) {
    throw identityForbidden(
      "Using trust-scoped token to create another token. Create a new trust-scoped token instead",
    );
  }
  if (isJsonObject(scope) && "project" in scope) {
    const project = scopedProject(keystone, scope);
    const roles = rolesOf(keystone, who.user.id, { projectId: project.id });
    if (roles.length === 0) throw unauthorized();
    return { projectId: project.id, roles };
  }
  return { roles: [] };
}

/**
 * Gives out a token for the `auth` object of a request.
 *
 * @throws {ServiceError} 401 for wrong credentials and trusts that are gone, 403 for trusts that do not serve.
 */
export function authenticate(keystone: Keystone, auth: JsonObject): Token {
  const who = recognise(keystone, objectAt(auth, "identity"));
  const issuedAt = keystone.clock.date();
  const scope = scopeOf(keystone, who, auth["scope"]);
  const token: Token = {
    id: `gAAAAA${keystone.random.text(90, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")}`,
    methods: who.methods,
    userId: who.user.id,
    projectId: undefined,
    domainId: undefined,
    roles: [],
    trustId: undefined,
    applicationCredentialId: undefined,
    auditId: keystone.random.text(
      22,
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
    ),
    issuedAt,
    // A token made from a token does not outlive it.
    expiresAt:
      who.from?.expiresAt ?? new Date(issuedAt.getTime() + keystone.tokenLifetimeSeconds * 1000),
    ...scope,
  };
  keystone.state.tokens.set(token.id, token);
  return token;
}
