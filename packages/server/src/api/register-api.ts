import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { allowsRequest } from "../identity/access-rules.ts";
import type { Identity } from "../identity/identity.ts";
import { openApiRoute } from "../openapi/openapi-route.ts";
import { preferredType } from "./accept.ts";
import { wordless } from "./api-error.ts";
import { type ApiParts, apiRequestOf } from "./api-request.ts";
import { endOfTurn } from "./end-of-turn.ts";
import { isKnown, refuseCondition } from "./etag.ts";
import {
  headersOfVersion,
  MINIMUM,
  parseMicroversion,
  VERSION_HEADER_NAME,
} from "./microversion.ts";
import { parseQuery, refuseUnknownArguments } from "./query.ts";
import { isPublicPath } from "./request-path.ts";
import type { PublicRoute, Route } from "./route.ts";
import { methodNotAllowed, routesByPath, selectRoute } from "./select-route.ts";
import { headerOf, logFields, sendAnswer } from "./send-answer.ts";
import { IDENTITY_UNAVAILABLE, unauthenticated } from "./unauthenticated.ts";
import { rootRoutes } from "./v1/root.ts";
import { ROUTES } from "./v1/routes.ts";

/** Registers the resources and documents of container-infra v1. */
export function registerApi(app: FastifyInstance, parts: ApiParts): void {
  for (const route of [...rootRoutes, openApiRoute(ROUTES)])
    app.all(route.path, documentHandler(parts, route));
  for (const [path, routes] of routesByPath(ROUTES)) app.all(path, handler(parts, routes));
  app.setNotFoundHandler(handler(parts, undefined));
}

function documentHandler(parts: ApiParts, { path, document }: PublicRoute) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    // The root tells which versions there are, so it asks for none.
    const version = path === "/" ? undefined : versionOf(request);
    if (!["GET", "HEAD"].includes(request.method)) throw methodNotAllowed(["GET"]);
    requireJsonWanted(request);
    if (version !== undefined) void reply.headers(headersOfVersion(version));
    refuseUnknownArguments(parseQuery(request.url), []);
    return sendAnswer(reply, {
      status: 200,
      body: document(parts.baseUrlOf(request), version ?? MINIMUM),
    });
  };
}

/** The steps before every resource, in Magnum's order: token, version, method, arguments. */
function handler(parts: ApiParts, routes: readonly Route[] | undefined) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const [path = ""] = request.url.split("?", 1);
    if (!routes && isPublicPath(path)) throw wordless(404);
    const token = headerOf(request, "x-auth-token");
    const identity = await identify(parts, token, request);
    if ("status" in identity) return sendAnswer(reply, identity);
    request.caller = identity;
    const version = versionOf(request);
    // Nothing has a name with a NUL, and PostgreSQL takes none to look for.
    if (!routes || path.includes("%00")) throw wordless(404);
    const route = selectRoute(routes, request.method, version);
    requireJsonWanted(request);
    void reply.headers(headersOfVersion(version));
    const query = parseQuery(request.url);
    refuseUnknownArguments(query, route.arguments ?? []);
    if (!route.conditional && route.method !== "GET")
      refuseCondition(headerOf(request, "if-match"));
    const { repeatable = false } = route;
    const given = { version, query, token: token ?? "", repeatable };
    const answer = await route.handle(apiRequestOf(parts, request, identity, given));
    await endOfTurn();
    const isRead = route.method === "GET" && answer.status === 200;
    if (isRead && isKnown(headerOf(request, "if-none-match"), answer.headers?.["etag"]))
      return sendAnswer(reply, { status: 304, headers: answer.headers ?? {} });
    return sendAnswer(reply, answer);
  };
}

async function identify(
  { authenticator, log }: ApiParts,
  token: string | undefined,
  request: FastifyRequest,
): Promise<Identity | ReturnType<typeof unauthenticated> | typeof IDENTITY_UNAVAILABLE> {
  if (token === undefined || token === "") return unauthenticated(authenticator.identityUrl);
  try {
    const identity = await authenticator.authenticate(token);
    const [path = ""] = request.url.split("?", 1);
    const asked = { method: request.method, path };
    return identity && allowsRequest(identity.accessRules, asked)
      ? identity
      : unauthenticated(authenticator.identityUrl);
  } catch (error) {
    log.error({ ...logFields(request), error }, "a token could not be validated");
    return IDENTITY_UNAVAILABLE;
  }
}

/** Refuses a caller that takes anything but JSON. */
function requireJsonWanted(request: FastifyRequest): void {
  if (!preferredType(request.headers.accept, ["application/json"])) throw wordless(406);
}

function versionOf(request: FastifyRequest) {
  return parseMicroversion(headerOf(request, VERSION_HEADER_NAME));
}
