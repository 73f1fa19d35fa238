import { METHODS } from "node:http";
import { type ClusterManager, type Logger, silentLogger } from "@jeroboam/core";
import fastify, { type FastifyInstance } from "fastify";
import { type BaseUrlOptions, baseUrlOf } from "./api/base-url.ts";
import type { CorsOptions } from "./api/cors.ts";
import { refusalOf, refuseUnreadable } from "./api/framework-refusal.ts";
import { type HealthcheckOptions, registerHealthcheck } from "./api/healthcheck.ts";
import { DEFAULT_MAX_LIMIT } from "./api/pagination.ts";
import { registerApi } from "./api/register-api.ts";
import { registerConventions } from "./api/register-conventions.ts";
import { logAnswered, registerRequestLog } from "./api/request-log.ts";
import { newRequestId } from "./api/request-id.ts";
import { routedPath } from "./api/request-path.ts";
import { sendError } from "./api/send-answer.ts";
import type { Health } from "./health/health.ts";
import { registerHealthRoutes } from "./health/health-routes.ts";
import type { Authenticator } from "./identity/authenticator.ts";
import type { AnsweredRequest } from "./metrics/metrics.ts";
import { answeredRequest, registerAnswered } from "./metrics/answered-request.ts";
import type { Policy } from "./policy/policy.ts";
import { defaultPolicy } from "./policy/default-policy.ts";
import type { ServerCertificate } from "./tls/server-certificate.ts";
import { withoutTrailing } from "./without-trailing.ts";

export interface ServerOptions extends BaseUrlOptions {
  readonly manager: ClusterManager;
  readonly authenticator: Authenticator;
  /** Who may do what. Default: Magnum's own rules. */
  readonly policy?: Policy;
  /** Pages of other origins that may use the API from a browser. Default: none. */
  readonly cors?: CorsOptions;
  readonly healthcheck?: HealthcheckOptions;
  /** Answers `/healthcheck/ready`; where undefined that path is as `/healthcheck`. */
  readonly health?: Health;
  /** Told of every request that was answered, those of /healthcheck left out. */
  answered?(request: AnsweredRequest): void;
  readonly log?: Logger;
  /** The API speaks HTTPS with it; HTTP where undefined. */
  readonly tls?: ServerCertificate;
  /** Most rows of a page, and as many where the caller names no number. Default 1000. */
  readonly maxLimit?: number;
}

/** container-infra v1 over HTTP. */
export interface Server {
  /** Begins to listen and answers the address, `http://host:port` or `https://…`. Port 0 takes a free one. */
  listen(address: { readonly host: string; readonly port: number }): Promise<string>;
  /** Finishes what is being answered and stops; the manager is not closed. */
  close(): Promise<void>;
  /** Answers a request in this process, without network. */
  readonly inject: FastifyInstance["inject"];
}

/** Names may be as long as 255 characters of four bytes, each written as three characters. */
const MAX_PARAMETER_LENGTH = 255 * 4 * 3;
const MAX_BODY_BYTES = 1024 * 1024;
/** Tokens of some Keystones alone have 16 KiB. */
const MAX_HEADER_BYTES = 64 * 1024;
/** A request has to be here whole by then. */
const REQUEST_TIMEOUT_MS = 60_000;
/** Longer than a balancer keeps its connections, so that it never sends into a closing one. */
const KEEP_ALIVE_TIMEOUT_MS = 75_000;
const HTTP = { requireHostHeader: false, maxHeaderSize: MAX_HEADER_BYTES };

/** Puts Magnum's API before a manager. */
export function createServer(options: ServerOptions): Server {
  const { log = silentLogger, cors = { allowedOrigins: [] }, health, answered, tls } = options;
  const mountPath = withoutTrailing(options.mountPath ?? "", "/");
  const mounted = { ...options, mountPath };
  const app = fastify({
    genReqId: newRequestId,
    requestIdHeader: false,
    rewriteUrl: ({ url }) => routedPath(url ?? "/", mountPath),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: MAX_PARAMETER_LENGTH },
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    // What still comes over an open connection is answered, and the connection closed.
    return503OnClosing: false,
    ...(tls ? { https: { ...HTTP, ...tls } } : { http: HTTP }),
    clientErrorHandler: refuseUnreadable,
    frameworkErrors: (error, request, reply) => {
      conventions.apply(request, reply);
      void sendError(log, refusalOf(error), request, reply);
      logAnswered(log, request, reply);
      answered?.(answeredRequest(request, reply));
    },
  });
  // A path answers 405 to every method that it does not have, however odd.
  for (const method of METHODS)
    if (!app.supportedMethods.includes(method)) app.addHttpMethod(method);
  // Handlers decide whether a body has to be JSON; a DELETE says octet-stream and has none.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  app.setErrorHandler((error, request, reply) => sendError(log, refusalOf(error), request, reply));
  const conventions = registerConventions(app, cors);
  registerRequestLog(app, log);
  if (answered) registerAnswered(app, answered);
  registerHealthcheck(app, options.healthcheck);
  if (health) registerHealthRoutes(app, health, options.healthcheck);
  registerApi(app, {
    manager: options.manager,
    authenticator: options.authenticator,
    policy: options.policy ?? defaultPolicy,
    log,
    maxLimit: options.maxLimit ?? DEFAULT_MAX_LIMIT,
    baseUrlOf: (request) => baseUrlOf(request, mounted),
  });
  return {
    listen: (address) => app.listen(address),
    close: () => app.close(),
    inject: app.inject.bind(app),
  };
}
