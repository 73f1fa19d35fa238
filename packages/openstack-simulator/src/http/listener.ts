import { STATUS_CODES } from "node:http";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type { SimulatorClock } from "../clock.ts";
import type { FaultBook, FaultService } from "../faults.ts";
import { type Identity, nobody } from "../keystone/identity.ts";
import { isJsonObject, type JsonObject, textOf } from "../json.ts";
import type { Random } from "../random.ts";
import { ServiceError } from "../service-error.ts";
import { errorBody } from "./error-body.ts";
import type { Call, Route } from "./route.ts";

/** A service's routes and where they stand. */
export interface MountedService {
  readonly service: FaultService;
  /** For example `/compute/v2.1`. */
  readonly prefix: string;
  readonly routes: readonly Route[];
}

/** A call that a service has carried out. */
export interface ServedCall {
  readonly service: FaultService;
  /** The operation's name, for example `createStack`. */
  readonly operation: string;
  /** The fields of path and body, one level deep, as text. */
  readonly subject: Readonly<Record<string, string>>;
}

/** What the listener needs of the cloud. */
export interface ListenerContext {
  readonly clock: SimulatorClock;
  readonly faults: FaultBook;
  readonly random: Random;
  authenticate(token: string | undefined): Identity | undefined;
  /** Told of each call that was served, before it is answered. */
  onServed?(call: ServedCall): void;
}

/** Everything a fault may match on: the fields of path and body, one level deep, as text. */
function subjectOf(call: Call): Record<string, string> {
  const fields: [string, unknown][] = Object.entries(call.path);
  for (const [key, value] of Object.entries(call.body)) {
    fields.push([key, value]);
    if (isJsonObject(value)) fields.push(...Object.entries(value));
  }
  return Object.fromEntries(fields.map(([key, value]) => [key, textOf(value)]));
}

function callOf(request: FastifyRequest, identity: Identity): Call {
  const path = Object.entries(isJsonObject(request.params) ? request.params : {});
  return {
    identity,
    path: Object.fromEntries(path.map(([key, value]) => [key, textOf(value)])),
    query: new URL(request.url, "http://localhost").searchParams,
    body: isJsonObject(request.body) ? request.body : {},
    text: typeof request.body === "string" ? request.body : "",
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([key, value]) => [key, textOf(value)]),
    ),
    origin: `${request.protocol}://${request.headers.host ?? "127.0.0.1"}`,
    url: request.url,
  };
}

function sendError(reply: FastifyReply, error: ServiceError, authUrl: string): FastifyReply {
  if (error.status === 401) reply.header("www-authenticate", `Keystone uri="${authUrl}"`);
  const body = errorBody(error, textOf(reply.request.headers.accept));
  if (typeof body === "string") reply.type("text/html; charset=UTF-8");
  return reply.status(error.status).send(body);
}

function hangUp(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.hijack();
  request.raw.socket.destroy();
  return reply;
}

async function serve(
  context: ListenerContext,
  mounted: MountedService,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const requestId = `req-${context.random.uuid()}`;
  reply.header("x-openstack-request-id", requestId);
  if (mounted.service === "compute") reply.header("x-compute-request-id", requestId);
  try {
    const identity = context.authenticate(textOf(request.headers["x-auth-token"]) || undefined);
    if (!identity && !route.open) {
      throw new ServiceError(
        mounted.service,
        401,
        "Unauthorized",
        "The request you have made requires authentication.",
      );
    }
    const call = callOf(request, identity ?? nobody);
    const { service } = mounted;
    const { operation } = route;
    const subject = subjectOf(call);
    const suffering = context.faults.takeCall(service, operation, subject);
    if (suffering && suffering.delayMs > 0) await context.clock.wait(suffering.delayMs);
    if (suffering?.hangUp === "before") return hangUp(request, reply);
    if (suffering?.status !== undefined) {
      throw new ServiceError(
        mounted.service,
        suffering.status,
        (STATUS_CODES[suffering.status] ?? "Fault").replaceAll(" ", ""),
        suffering.error ?? STATUS_CODES[suffering.status] ?? "Fault",
      );
    }
    const answer = route.handle(call);
    context.onServed?.({ service, operation, subject });
    if (suffering?.hangUp === "after") return hangUp(request, reply);
    reply.status(answer.status ?? 200).headers({ ...answer.headers });
    return answer.body === undefined ? reply.send() : reply.send(answer.body);
  } catch (error) {
    if (error instanceof ServiceError) {
      return sendError(reply, error, `${request.protocol}://${request.headers.host}/identity`);
    }
    const unexpected = error instanceof Error ? `${error.name}: ${error.message}` : textOf(error);
    return sendError(
      reply,
      new ServiceError(mounted.service, 500, "InternalServerError", unexpected),
      "",
    );
  }
}

function readJson(text: string): JsonObject | string {
  try {
    const parsed: unknown = JSON.parse(text);
    return isJsonObject(parsed) ? parsed : text;
  } catch {
    return text;
  }
}

/** Builds the one HTTP server of all services; it does not listen yet. */
export function createListener(
  context: ListenerContext,
  services: readonly MountedService[],
): FastifyInstance {
  const app = Fastify({
    bodyLimit: 32 * 1024 * 1024,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 1000 },
    forceCloseConnections: true,
  });
  app.removeAllContentTypeParsers();
  // Guests signal with whatever content type their tool sends, so the body decides.
  app.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => {
    done(null, readJson(body.toString()));
  });
  app.addHook("onRequest", (request, _reply, done) => {
    if (request.headers["content-type"] === "") delete request.headers["content-type"];
    done();
  });
  for (const mounted of services) {
    for (const route of mounted.routes) {
      app.route({
        method: route.method,
        url: `${mounted.prefix}${route.path}` || "/",
        exposeHeadRoute: false,
        handler: (request, reply) => serve(context, mounted, route, request, reply),
      });
    }
  }
  app.setNotFoundHandler((_request, reply) =>
    reply.status(404).send({ error: { code: 404, message: "Not Found", title: "Not Found" } }),
  );
  return app;
}
