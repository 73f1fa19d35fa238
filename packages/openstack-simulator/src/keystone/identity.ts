/** A role, or the domain of a user or project, as tokens show them. */
export interface NamedId {
  readonly id: string;
  readonly name: string;
}

/** Who asks, and on whose behalf: what a valid token says. */
export interface Identity {
  readonly userId: string;
  readonly userName: string;
  readonly projectId: string | undefined;
  readonly domainId: string | undefined;
  readonly roles: readonly string[];
  readonly trustId: string | undefined;
  /** What the token was got by, first of all. */
  readonly methods: readonly string[];
  readonly applicationCredentialId: string | undefined;
}

/** The identity of a request without a token. */
export const nobody: Identity = {
  userId: "",
  userName: "",
  projectId: undefined,
  domainId: undefined,
  roles: [],
  trustId: undefined,
  methods: [],
  applicationCredentialId: undefined,
};

/** Whether the identity may do anything anywhere. */
export function isAdmin(identity: Identity): boolean {
  return identity.roles.includes("admin");
}
