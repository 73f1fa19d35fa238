import type { Requester } from "@jeroboam/core";

/** Who is behind a request, as Keystone says. */
export interface Identity {
  readonly userId: string;
  readonly userDomainId: string | null;
  /** Null for a token without project. */
  readonly projectId: string | null;
  readonly roles: readonly string[];
  readonly isAdmin: boolean;
  /** The cluster whose own user this is; null for everybody else. */
  readonly trusteeOfCluster: string | null;
}

/** The identity as core's managers take it. */
export function requesterOf(identity: Identity, token: string): Requester {
  const { userId, projectId, roles, isAdmin } = identity;
  return { userId, projectId: projectId ?? "", roles, isAdmin, token };
}
