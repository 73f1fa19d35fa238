import type { Identity } from "../identity/identity.ts";
import type { Attributes } from "./pattern.ts";
import type { Target } from "./policy.ts";

/**
 * What rules may say about the caller.
 *
 * @upstream magnum/api/hooks.py `ContextHook`: `domain_id` is the user's domain
 */
export function credentialsOf(identity: Identity): Attributes {
  return {
    user_id: identity.userId,
    user_domain_id: identity.userDomainId,
    domain_id: identity.userDomainId,
    project_id: identity.projectId,
    project_domain_id: identity.projectDomainId,
    system_scope: identity.systemScope,
    roles: identity.roles,
    is_admin_project: identity.isAdminProject,
    trustee_domain_id: identity.trusteeDomainId,
  };
}

/**
 * What rules may say about the object; the caller's own project and user where none is named.
 *
 * `trustee_user_id` is there when the caller is the user of the very cluster.
 *
 * @upstream magnum/common/policy.py `enforce`, `add_policy_attributes`
 */
export function targetAttributes(identity: Identity, target: Target | undefined): Attributes {
  const { userId, projectId, trusteeDomainId } = identity;
  const { projectId: ofProject, userId: ofUser } = target ?? { projectId, userId };
  return {
    ...(ofProject !== undefined && { project_id: ofProject }),
    ...(ofUser !== undefined && { user_id: ofUser }),
    ...(trusteeDomainId !== null && { trustee_domain_id: trusteeDomainId }),
    ...(isOwnCluster(identity, target) && { trustee_user_id: userId }),
  };
}

/** Whether the caller is a user that a cluster has for itself. */
export function isClusterUser({
  userDomainId,
  trusteeDomainId,
  trusteeOfCluster,
}: Identity): boolean {
  if (trusteeOfCluster !== null) return true;
  return trusteeDomainId !== null && userDomainId === trusteeDomainId;
}

/** Whether the caller is the user of the very cluster that the object is or belongs to. */
export function isOwnCluster(identity: Identity, target: Target | undefined): boolean {
  return identity.trusteeOfCluster !== null && identity.trusteeOfCluster === target?.clusterUuid;
}
