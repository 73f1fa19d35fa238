import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { isHealthcheck } from "../api/register-conventions.ts";
import type { AnsweredRequest } from "./metrics.ts";

/** Tells of every request that was answered but those of /healthcheck. */
export function registerAnswered(
  app: FastifyInstance,
  answered: (request: AnsweredRequest) => void,
): void {
  app.addHook("onResponse", (request, reply, done) => {
    if (!isHealthcheck(request)) answered(answeredRequest(request, reply));
    done();
  });
}

/** A request as figures name it: by the path as it is declared, never by what the caller wrote. */
export function answeredRequest(request: FastifyRequest, reply: FastifyReply): AnsweredRequest {
  return {
    route: request.routeOptions.url ?? "none",
    method: request.method,
    status: reply.statusCode,
    elapsedMs: reply.elapsedTime,
  };
}
