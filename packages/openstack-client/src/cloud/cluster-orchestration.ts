import type { CredentialKind } from "@jeroboam/core";
import { AuthenticationError, HttpStatusError } from "../errors/http-errors.ts";
import { OpenStackError } from "../errors/openstack-error.ts";
import type { Orchestration } from "./orchestration.ts";

/** How a cluster's stacks are reached. */
export interface ClusterAccess {
  readonly projectId: string;
  /** Of the cluster's own credential. */
  readonly kind: CredentialKind;
  /** With the cluster's own credential. */
  readonly own: Orchestration;
  /** As the service itself, whose rights may reach into the project. */
  readonly service: () => Promise<Orchestration>;
}

/**
 * Heat with a cluster's own rights. Once Keystone does not let its credential in any more, what is
 * there is looked at and deleted as the service; nothing is made or changed in the service's name.
 *
 * @throws {@link OpenStackError} `OPENSTACK_CREDENTIAL_REFUSED`.
 * @upstream magnum/service/periodic.py `ClusterUpdateJob.update_status`
 */
export function clusterOrchestration(access: ClusterAccess): Orchestration {
  const { own, service } = access;
  const alone = async <Answer>(ask: (heat: Orchestration) => Promise<Answer>): Promise<Answer> => {
    try {
      return await ask(own);
    } catch (error) {
      throw AuthenticationError.isInstance(error) ? refused(access, error) : error;
    }
  };
  const either = async <Answer>(ask: (heat: Orchestration) => Promise<Answer>): Promise<Answer> => {
    try {
      return await ask(own);
    } catch (error) {
      if (!AuthenticationError.isInstance(error)) throw error;
      try {
        return await ask(await service());
      } catch (second) {
        throw isRefusal(second) ? outOfReach(access, error) : second;
      }
    }
  };
  return {
    createStack: (...given) => alone((heat) => heat.createStack(...given)),
    patchStack: (...given) => alone((heat) => heat.patchStack(...given)),
    cancelStack: (...given) => alone((heat) => heat.cancelStack(...given)),
    deleteStack: (...given) => either((heat) => heat.deleteStack(...given)),
    findStack: (...given) => either((heat) => heat.findStack(...given)),
    listStacks: (...given) => alone((heat) => heat.listStacks(...given)),
    listStackResources: (...given) => either((heat) => heat.listStackResources(...given)),
  };
}

function isRefusal(error: unknown): boolean {
  if (HttpStatusError.isInstance(error)) return error.status === 401 || error.status === 403;
  return AuthenticationError.isInstance(error);
}

/** Infrastructure is made by a trust where nodes have an application credential, too. */
const BY_TRUST = "its trust was revoked, the user was deleted, or who gave the trust lost a role";
const WHY = {
  trust: BY_TRUST,
  "application-credential": BY_TRUST,
  "service-user": "the user was deleted or disabled, or lost its roles",
} as const satisfies Record<CredentialKind, string>;

function why({ kind, projectId }: ClusterAccess): string {
  return `Keystone does not let the cluster's own user in any more: ${WHY[kind]} in project ${projectId}`;
}

function refused(access: ClusterAccess, cause: AuthenticationError): OpenStackError {
  return new OpenStackError(
    "OPENSTACK_CREDENTIAL_REFUSED",
    `${why(access)}. Give the role back, or delete the cluster and create it again. (${cause.message})`,
    { cause, status: cause.status },
  );
}

function outOfReach(access: ClusterAccess, cause: AuthenticationError): OpenStackError {
  return new OpenStackError(
    "OPENSTACK_CREDENTIAL_REFUSED",
    `${why(access)}, and this service has no rights there. Give it the role admin, or the lost role back; or delete the stack by hand; then try again. (${cause.message})`,
    { cause, status: cause.status },
  );
}
