import type { CertificateAuthority, ClusterManager, Logger } from "@jeroboam/core";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Authenticator } from "../identity/authenticator.ts";
import { type Identity, requesterOf } from "../identity/identity.ts";
import type { Policy } from "../policy/policy.ts";
import { ApiError } from "./api-error.ts";
import { errorAnswer } from "./error-answer.ts";
import {
  type Microversion,
  parseMicroversion,
  VERSION_HEADER,
  versionHeaders,
} from "./microversion.ts";
import type { Query } from "./pagination.ts";
import { parseQuery, refuseUnknownArguments } from "./query.ts";
import { parseJson } from "./request-body.ts";
import { REQUEST_ID_HEADER } from "./request-id.ts";
import type { ApiAnswer, ApiRequest, Route } from "./route.ts";
import { routesByPath, selectRoute } from "./select-route.ts";
import { IDENTITY_UNAVAILABLE, unauthenticated } from "./unauthenticated.ts";
import { rootRoutes } from "./v1/root.ts";
import { ROUTES } from "./v1/routes.ts";

export interface ApiParts {
  readonly manager: ClusterManager;
  readonly certificates: CertificateAuthority;
  readonly authenticator: Authenticator;
  readonly policy: Policy;
  readonly log: Logger;
  /** The address of this API as this caller knows it. */
  baseUrlOf(request: FastifyRequest): string;
}

/** Registers the resources and documents of container-infra v1. */
export function registerApi(app: FastifyInstance, parts: ApiParts): void {
  for (const { path, document } of rootRoutes)
    app.get(path, (request, reply) => {
      if (path !== "/") void reply.headers(versionHeaders(versionOf(request)));
      return reply.send(document(parts.baseUrlOf(request)));
    });
  for (const [path, routes] of routesByPath(ROUTES)) app.all(path, handler(parts, routes));
  app.setNotFoundHandler(handler(parts, undefined));
}

/** The steps before every resource, in Magnum's order: token, version, method, arguments. */
function handler(parts: ApiParts, routes: readonly Route[] | undefined) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    void reply.header(REQUEST_ID_HEADER, request.id).headers(versionHeaders(undefined));
    const token = headerOf(request, "x-auth-token");
    const identity = await identify(parts, token, request);
    if ("status" in identity)
      return reply.status(identity.status).headers(identity.headers).send(identity.body);
    const version = versionOf(request);
    void reply.headers(versionHeaders(version));
    if (!routes) throw new ApiError(404, "", "");
    const route = selectRoute(routes, request.method, version);
    const query = parseQuery(request.url);
    refuseUnknownArguments(query, route.arguments ?? []);
    const apiRequest = requestOf(parts, request, identity, { version, query, token: token ?? "" });
    return send(reply, await route.handle(apiRequest));
  };
}

function requestOf(
  parts: ApiParts,
  request: FastifyRequest,
  identity: Identity,
  given: { readonly version: Microversion; readonly query: Query; readonly token: string },
): ApiRequest {
  const { manager, certificates, policy } = parts;
  const requester = { ...requesterOf(identity, given.token), isAdmin: false };
  return {
    version: given.version,
    versionGiven: headerOf(request, VERSION_HEADER.toLowerCase()) !== undefined,
    query: given.query,
    identity,
    parameters: request.params as Readonly<Record<string, string>>,
    header: (name) => headerOf(request, name),
    baseUrl: parts.baseUrlOf(request),
    view: manager.as(requester),
    everything: manager.as({ ...requester, isAdmin: true }),
    manager,
    certificates,
    allows: (rule, target) => policy.allows(rule, identity, target),
    enforce(rule, target) {
      if (!policy.allows(rule, identity, target))
        throw new ApiError(403, `Policy doesn't allow ${rule} to be performed.`);
    },
    json: () => parseJson(request.headers["content-type"], request.body),
  };
}

async function identify(
  parts: ApiParts,
  token: string | undefined,
  request: FastifyRequest,
): Promise<Identity | ReturnType<typeof unauthenticated> | typeof IDENTITY_UNAVAILABLE> {
  const { authenticator, log } = parts;
  const refused = unauthenticated(authenticator.identityUrl);
  if (token === undefined || token === "") return refused;
  try {
    return (await authenticator.authenticate(token)) ?? refused;
  } catch (error) {
    log.error({ requestId: request.id, error }, "a token could not be validated");
    return IDENTITY_UNAVAILABLE;
  }
}

/** Answers what a handler threw; faults of ours go into the log with their cause. */
export function sendError(
  log: Logger,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { status, body } = errorAnswer(error);
  if (status >= 500)
    log.error({ requestId: request.id, method: request.method, error }, "a request failed");
  return reply.status(status).send(body);
}

function send(reply: FastifyReply, { status, body, headers = {} }: ApiAnswer): FastifyReply {
  return reply.status(status).headers(headers).send(body);
}

function versionOf(request: FastifyRequest) {
  return parseMicroversion(headerOf(request, VERSION_HEADER.toLowerCase()));
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
