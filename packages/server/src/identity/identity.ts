import type { Requester } from "@jeroboam/core";
import type { AccessRule } from "./access-rules.ts";

/** Who is behind a request, as Keystone says. What that allows is the policy's to say. */
export interface Identity {
  readonly userId: string;
  readonly userDomainId: string | null;
  /** Null for a token without project. */
  readonly projectId: string | null;
  readonly projectDomainId: string | null;
  /** Null for a token that is not the whole system's. */
  readonly systemScope: "all" | null;
  readonly roles: readonly string[];
  /** Whether the project is the one that Keystone was told is for admins; true where it was told of none. */
  readonly isAdminProject: boolean;
  /** The domain of the clusters' own users; null where clusters have none. */
  readonly trusteeDomainId: string | null;
  /** The cluster whose own user this is; null for everybody else. */
  readonly trusteeOfCluster: string | null;
  /** What alone the caller's application credential serves for; null where there is no such limit. */
  readonly accessRules: readonly AccessRule[] | null;
}

/** The identity as core's managers take it: as somebody of the project, whatever the roles. */
export function requesterOf(identity: Identity, token: string): Requester {
  const { userId, projectId, roles, trusteeOfCluster } = identity;
  const own = trusteeOfCluster === null ? {} : { ownCluster: trusteeOfCluster };
  return { userId, projectId: projectId ?? "", roles, isAdmin: false, token, ...own };
}
