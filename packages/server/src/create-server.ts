import {
  type CertificateAuthority,
  type ClusterManager,
  type Logger,
  silentLogger,
} from "@jeroboam/core";
import fastify, { type FastifyInstance, type FastifyRequest } from "fastify";
import { ApiError } from "./api/api-error.ts";
import { registerHealthcheck } from "./api/healthcheck.ts";
import { registerApi, sendError } from "./api/register-api.ts";
import { newRequestId } from "./api/request-id.ts";
import { withVersion } from "./api/versionless-path.ts";
import type { Authenticator } from "./identity/authenticator.ts";
import type { Policy } from "./policy/policy.ts";
import { defaultPolicy } from "./policy/rules.ts";

export interface ServerOptions {
  readonly manager: ClusterManager;
  /** The same authority that the manager was made with. */
  readonly certificates: CertificateAuthority;
  readonly authenticator: Authenticator;
  /** Who may do what. Default: Magnum's own rules. */
  readonly policy?: Policy;
  /**
   * The address of this API in links, without /v1. Left out, it is the one that each request was
   * sent to.
   */
  readonly publicUrl?: string;
  readonly log?: Logger;
}

/** container-infra v1 over HTTP. */
export interface Server {
  /** Begins to listen and answers the address, `http://host:port`. Port 0 takes a free one. */
  listen(address: { readonly host: string; readonly port: number }): Promise<string>;
  /** Finishes what is being answered and stops; the manager is not closed. */
  close(): Promise<void>;
  /** Answers a request in this process, without network. */
  readonly inject: FastifyInstance["inject"];
}

/** Names may be as long as 255 characters of four bytes, each written as three characters. */
const MAX_PARAMETER_LENGTH = 255 * 4 * 3;

/** Puts Magnum's API before a manager. */
export function createServer(options: ServerOptions): Server {
  const { log = silentLogger } = options;
  const publicUrl = options.publicUrl?.replace(/\/+$/, "").replace(/\/v1$/, "");
  const app = fastify({
    genReqId: newRequestId,
    requestIdHeader: false,
    rewriteUrl: ({ url }) => withVersion(url ?? "/"),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: MAX_PARAMETER_LENGTH },
    frameworkErrors: (error, request, reply) => {
      void sendError(log, refusalOf(error), request, reply);
    },
  });
  // Handlers decide whether a body has to be JSON; a DELETE says octet-stream and has none.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  app.setErrorHandler((error, request, reply) => sendError(log, refusalOf(error), request, reply));
  registerHealthcheck(app);
  registerApi(app, {
    manager: options.manager,
    certificates: options.certificates,
    authenticator: options.authenticator,
    policy: options.policy ?? defaultPolicy,
    log,
    baseUrlOf: (request: FastifyRequest) => publicUrl ?? `${request.protocol}://${request.host}`,
  });
  return {
    listen: (address) => app.listen(address),
    close: () => app.close(),
    inject: app.inject.bind(app),
  };
}

/** The web framework's own refusals (a body too large, a path that cannot be decoded) keep their status. */
function refusalOf(error: unknown): unknown {
  const isFrameworks =
    error instanceof Error &&
    "code" in error &&
    typeof error.code === "string" &&
    error.code.startsWith("FST_") &&
    "statusCode" in error &&
    typeof error.statusCode === "number" &&
    error.statusCode < 500;
  return isFrameworks ? new ApiError(Number(error.statusCode), error.message) : error;
}
