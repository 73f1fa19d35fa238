import type { NamedId } from "./identity.ts";

/** A domain of the identity service. */
export interface Domain extends NamedId {
  readonly description: string;
  enabled: boolean;
}

/** A project; its owner of resources in every other service. */
export interface Project extends NamedId {
  readonly domain_id: string;
  description: string;
  enabled: boolean;
}

/** A user; the password is kept as given, since nothing here is real. */
export interface User {
  readonly id: string;
  name: string;
  readonly domain_id: string;
  password: string;
  enabled: boolean;
  description: string | undefined;
  email: string | undefined;
  default_project_id: string | undefined;
}

/** A role given to a user on a project or on a domain. */
export interface Assignment {
  readonly userId: string;
  readonly roleId: string;
  readonly projectId: string | undefined;
  readonly domainId: string | undefined;
}

/** A delegation from trustor to trustee. */
export interface Trust {
  readonly id: string;
  readonly trustor_user_id: string;
  readonly trustee_user_id: string;
  readonly project_id: string | null;
  readonly impersonation: boolean;
  readonly expires_at: string | null;
  readonly roles: readonly NamedId[];
  remaining_uses: number | null;
}

/** Credentials of a program that acts as a user in one project. */
export interface ApplicationCredential extends NamedId {
  readonly secret: string;
  readonly userId: string;
  readonly projectId: string;
  readonly roles: readonly NamedId[];
  readonly description: string | null;
  /** Without a zone. */
  readonly expiresAt: string | null;
  readonly unrestricted: boolean | null;
  /** What alone it serves for; undefined where it serves for everything. */
  readonly accessRules: readonly AccessRule[] | undefined;
}

/** One kind of request to one service. */
export interface AccessRule {
  readonly id: string;
  readonly service: string;
  readonly method: string;
  readonly path: string;
}

/** A token that was given out. */
export interface Token {
  readonly id: string;
  readonly methods: readonly string[];
  readonly userId: string;
  readonly projectId: string | undefined;
  readonly domainId: string | undefined;
  readonly roles: readonly NamedId[];
  readonly trustId: string | undefined;
  readonly applicationCredentialId: string | undefined;
  readonly auditId: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

/** A token that was taken back; a real Keystone also says it of many tokens at once. */
export interface Revocation {
  readonly auditId: string;
  readonly revokedAt: Date;
}

/** All of Keystone's tables. */
export interface IdentityState {
  readonly domains: Map<string, Domain>;
  readonly projects: Map<string, Project>;
  readonly users: Map<string, User>;
  readonly roles: Map<string, NamedId>;
  readonly trusts: Map<string, Trust>;
  readonly applicationCredentials: Map<string, ApplicationCredential>;
  readonly tokens: Map<string, Token>;
  readonly revocations: Revocation[];
  assignments: Assignment[];
}

/** Empty tables. */
export function emptyIdentityState(): IdentityState {
  return {
    domains: new Map(),
    projects: new Map(),
    users: new Map(),
    roles: new Map(),
    trusts: new Map(),
    applicationCredentials: new Map(),
    tokens: new Map(),
    revocations: [],
    assignments: [],
  };
}
