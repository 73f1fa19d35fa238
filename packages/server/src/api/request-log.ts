import type { Logger } from "@jeroboam/core";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Identity } from "../identity/identity.ts";
import { isHealthcheck } from "./register-conventions.ts";
import { logFields } from "./send-answer.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Who asks, once Keystone has said so. */
    caller: Identity | undefined;
  }
}

/**
 * Writes a line for every request that was answered, those of balancers for debugging only. What
 * callers send stays out of it: tokens, query and body.
 */
export function registerRequestLog(app: FastifyInstance, log: Logger): void {
  app.decorateRequest("caller", undefined);
  app.addHook("onResponse", (request, reply, done) => {
    logAnswered(log, request, reply);
    done();
  });
}

/** The same for an answer after which no hook runs. */
export function logAnswered(log: Logger, request: FastifyRequest, reply: FastifyReply): void {
  const { caller, method, originalUrl } = request;
  const [path] = originalUrl.split("?", 1);
  const fields = {
    ...logFields(request),
    method,
    path,
    status: reply.statusCode,
    elapsedMs: Math.round(reply.elapsedTime),
    ...(caller && { userId: caller.userId, projectId: caller.projectId }),
  };
  log[isProbe(request) ? "debug" : "info"](fields, "request answered");
}

/** Whether a balancer asked whether this process lives; HAProxy's `httpchk` is `OPTIONS /`. */
function isProbe(request: FastifyRequest): boolean {
  return isHealthcheck(request) || (request.method === "OPTIONS" && request.originalUrl === "/");
}
