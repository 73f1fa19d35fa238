import type { ValidatedToken } from "./keystone-authenticator.ts";

/** What of a token a revocation can name. */
export interface TokenFacts {
  /** Whose it is, and who acts for whom by it. */
  readonly userIds: readonly string[];
  readonly projectId: string | null;
  readonly trustId: string | null;
  /** Its own, and that of the token that it was got by. */
  readonly auditIds: readonly string[];
  /** Null where Keystone does not say. */
  readonly issuedMs: number | null;
}

export function factsOf({ user, project, trust, auditIds, issuedAt }: ValidatedToken): TokenFacts {
  const parties = [user.id, trust?.trustorUser?.id, trust?.trusteeUser?.id];
  return {
    userIds: parties.filter((id) => id !== undefined),
    projectId: project?.id ?? null,
    trustId: trust?.id ?? null,
    auditIds: auditIds ?? [],
    issuedMs: issuedAt?.getTime() ?? null,
  };
}

/** What Keystone said that it took back. */
export interface TokenRevocation {
  readonly issuedBefore: Date;
  readonly revokedAt?: Date | undefined;
  readonly userId?: string | undefined;
  readonly projectId?: string | undefined;
  readonly trustId?: string | undefined;
  readonly auditId?: string | undefined;
  readonly auditChainId?: string | undefined;
}

/** Keystone writes times down to the second. */
const SECOND_MS = 1000;

/**
 * Whether a token may be among those that were taken back. Where it is not, no more than a question
 * to Keystone is lost: what else a revocation says, a role or a domain, counts as said of every token.
 *
 * @upstream keystone/models/revoke_model.py `is_revoked`
 */
export function mayBeRevoked(facts: TokenFacts, revocation: TokenRevocation): boolean {
  const { issuedMs, userIds, auditIds } = facts;
  const { userId, projectId, trustId, auditId, auditChainId } = revocation;
  return (
    (issuedMs === null || issuedMs < revocation.issuedBefore.getTime() + SECOND_MS) &&
    (userId === undefined || userIds.includes(userId)) &&
    (projectId === undefined || facts.projectId === projectId) &&
    (trustId === undefined || facts.trustId === trustId) &&
    [auditId, auditChainId].every((id) => id === undefined || auditIds.includes(id))
  );
}
