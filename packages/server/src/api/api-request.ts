import type { ClusterManager, Logger } from "@jeroboam/core";
import type { FastifyRequest } from "fastify";
import type { Authenticator } from "../identity/authenticator.ts";
import { type Identity, requesterOf } from "../identity/identity.ts";
import type { Policy } from "../policy/policy.ts";
import { ApiError } from "./api-error.ts";
import { requestIdentity } from "./idempotency-key.ts";
import { type Microversion, VERSION_HEADER_NAME } from "./microversion.ts";
import type { Query } from "./pagination.ts";
import { parseJson } from "./request-body.ts";
import type { ApiRequest } from "./route.ts";
import { headerOf } from "./send-answer.ts";

/** What every request needs besides itself. */
export interface ApiParts {
  readonly manager: ClusterManager;
  readonly authenticator: Authenticator;
  readonly policy: Policy;
  readonly log: Logger;
  readonly maxLimit: number;
  /** The address of this API as this caller knows it. */
  baseUrlOf(request: FastifyRequest): string;
}

/** A request whose caller, version and arguments were found good, as resources see it. */
export function apiRequestOf(
  parts: ApiParts,
  request: FastifyRequest,
  identity: Identity,
  given: {
    readonly version: Microversion;
    readonly query: Query;
    readonly token: string;
    readonly repeatable: boolean;
  },
): ApiRequest {
  const { manager, policy } = parts;
  const requester = requesterOf(identity, given.token);
  const key = given.repeatable ? headerOf(request, "idempotency-key") : undefined;
  const repeatable = requestIdentity(key, request);
  return {
    version: given.version,
    versionGiven: headerOf(request, VERSION_HEADER_NAME) !== undefined,
    query: given.query,
    maxLimit: parts.maxLimit,
    identity,
    parameters: request.params as Readonly<Record<string, string>>,
    header: (name) => headerOf(request, name),
    baseUrl: parts.baseUrlOf(request),
    view: manager.as(requester, repeatable),
    everything: manager.as({ ...requester, isAdmin: true }, repeatable),
    manager,
    allows: (rule, target) => policy.allows(rule, identity, target),
    enforce(rule, target) {
      if (!policy.allows(rule, identity, target))
        throw new ApiError(403, `Policy doesn't allow ${rule} to be performed.`);
    },
    json: () => parseJson(request.headers["content-type"], request.body),
  };
}
