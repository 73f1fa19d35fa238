import type { SimulatorClock } from "../clock.ts";
import type { Random } from "../random.ts";
import { ServiceError } from "../service-error.ts";
import type { CatalogEntry } from "./catalog.ts";
import { type Identity, isAdmin, type NamedId } from "./identity.ts";
import { emptyIdentityState, type IdentityState, type Token, type User } from "./identity-state.ts";

/** What Keystone's operations work on. */
export interface Keystone {
  readonly state: IdentityState;
  readonly clock: SimulatorClock;
  readonly random: Random;
  /** How long a token lives, in seconds. */
  readonly tokenLifetimeSeconds: number;
  /** The catalog as tokens of a project show it. */
  catalogFor(projectId: string | undefined): readonly CatalogEntry[];
}

/** Makes a Keystone without any content. */
export function createKeystone(options: Omit<Keystone, "state">): Keystone {
  return { ...options, state: emptyIdentityState() };
}

/** Keystone's refusal of something that is not there, or not to be seen. */
export function identityNotFound(kind: string, id: string): ServiceError {
  return new ServiceError("identity", 404, "NotFound", `Could not find ${kind}: ${id}.`);
}

/** Keystone's refusal for want of a role. */
export function identityForbidden(action: string): ServiceError {
  return new ServiceError(
    "identity",
    403,
    "Forbidden",
    `You are not authorized to perform the requested action: ${action}.`,
  );
}

/** Refuses whoever is neither admin nor admin of the named domain. */
export function requireDomainAdmin(
  identity: Identity,
  domainId: string | undefined,
  action: string,
): void {
  if (!isAdmin(identity)) throw identityForbidden(action);
  if (identity.domainId !== undefined && domainId !== undefined && identity.domainId !== domainId) {
    throw identityForbidden(action);
  }
}

/** The roles a user has on a project or domain. */
export function rolesOf(
  keystone: Keystone,
  userId: string,
  target: { readonly projectId?: string | undefined; readonly domainId?: string | undefined },
): readonly NamedId[] {
  return keystone.state.assignments
    .filter(
      (one) =>
        one.userId === userId &&
        one.projectId === target.projectId &&
        one.domainId === target.domainId,
    )
    .flatMap((one) => keystone.state.roles.get(one.roleId) ?? []);
}

/** A token that is neither expired nor revoked. */
export function findToken(keystone: Keystone, id: string): Token | undefined {
  const token = keystone.state.tokens.get(id);
  return token && token.expiresAt > keystone.clock.date() ? token : undefined;
}

/** Who a token stands for; undefined when it is not valid any more. */
export function identityOfToken(keystone: Keystone, id: string): Identity | undefined {
  const token = findToken(keystone, id);
  const user = token && keystone.state.users.get(token.userId);
  if (!token || !user?.enabled) return undefined;
  return {
    userId: user.id,
    userName: user.name,
    projectId: token.projectId,
    domainId: token.domainId,
    roles: token.roles.map((role) => role.name),
    trustId: token.trustId,
    methods: token.methods,
    applicationCredentialId: token.applicationCredentialId,
  };
}

/** Makes the tokens invalid that the condition names, and tells of those that were valid. */
export function revokeTokens(keystone: Keystone, isRevoked: (token: Token) => boolean): void {
  const { tokens, revocations } = keystone.state;
  const now = keystone.clock.date();
  for (const token of tokens.values()) {
    if (!isRevoked(token)) continue;
    tokens.delete(token.id);
    if (token.expiresAt > now) revocations.push({ auditId: token.auditId, revokedAt: now });
  }
}

/** A user by id. */
export function getUser(keystone: Keystone, id: string): User {
  const user = keystone.state.users.get(id);
  if (!user) throw identityNotFound("user", id);
  return user;
}
