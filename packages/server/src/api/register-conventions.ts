import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type CorsOptions, corsHeaders, preflightHeaders } from "./cors.ts";
import { REQUEST_ID_HEADER_NAME } from "./request-id.ts";
import { headerOf, sendAnswer } from "./send-answer.ts";

/**
 * What is the same on every path but /healthcheck: request ids, CORS, and OPTIONS, which is
 * answered with 200 whatever stands at the path and whoever asks.
 *
 * @upstream oslo_middleware/cors.py, oslo_middleware/request_id.py
 */
export function registerConventions(app: FastifyInstance, cors: CorsOptions) {
  app.addHook("onRequest", (request, reply, done) => {
    if (isHealthcheck(request)) return done();
    if (request.method !== "OPTIONS") {
      void reply.header(REQUEST_ID_HEADER_NAME, request.id);
      return done();
    }
    const headers = preflightHeaders(cors, {
      origin: headerOf(request, "origin"),
      method: headerOf(request, "access-control-request-method"),
      headers: headerOf(request, "access-control-request-headers"),
    });
    sendAnswer(reply, { status: 200, headers });
  });
  // The answer's own `vary` is known only when it is about to go.
  if (cors.allowedOrigins.length > 0)
    app.addHook("onSend", (request, reply, _payload, done) => {
      if (request.method !== "OPTIONS" && !isHealthcheck(request)) addCors(request, reply);
      done();
    });

  const addCors = (request: FastifyRequest, reply: FastifyReply) => {
    if (request.headers.origin === undefined) return;
    const vary = reply.getHeader("vary")?.toString();
    void reply.headers(corsHeaders(cors, headerOf(request, "origin"), vary));
  };
  return {
    /** The same for an answer that is given before any hook runs. */
    apply(request: FastifyRequest, reply: FastifyReply): void {
      void reply.header(REQUEST_ID_HEADER_NAME, request.id);
      addCors(request, reply);
    },
  };
}

export function isHealthcheck({ url }: FastifyRequest): boolean {
  return url.startsWith("/healthcheck") && /^\/healthcheck(?:[/?#]|$)/.test(url);
}
