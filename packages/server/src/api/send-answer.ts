import type { Logger } from "@jeroboam/core";
import type { FastifyReply, FastifyRequest } from "fastify";
import { errorAnswer } from "./error-answer.ts";
import { globalRequestId } from "./request-id.ts";

/** What goes out. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** The body where it is JSON already. */
  readonly json?: Buffer;
}

/** Sends an answer; its body goes as JSON, without a charset, as Magnum writes it. */
export function sendAnswer(reply: FastifyReply, answer: Answer): FastifyReply {
  const { status, headers = {}, body } = answer;
  void reply.status(status).headers(headers);
  const json = answer.json ?? (body && Buffer.from(JSON.stringify(body)));
  if (json === undefined) return reply.send();
  // The framework would add a charset to anything but bytes.
  return reply.type("application/json").send(json);
}

/** Answers what a handler threw; faults of ours go into the log with their cause. */
export function sendError(
  log: Logger,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const answer = errorAnswer(error, headerOf(request, "accept"));
  if (answer.status >= 500)
    log.error({ ...logFields(request), method: request.method, error }, "a request failed");
  return sendAnswer(reply, answer);
}

/** What names a request in the log. */
export function logFields(request: FastifyRequest): object {
  const inbound = headerOf(request, "x-openstack-request-id");
  const globalId = globalRequestId(inbound);
  return {
    requestId: request.id,
    ...(globalId === undefined ? {} : { globalRequestId: globalId }),
  };
}

/** One header's value, by its name in small letters; of one sent twice the first. */
export function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
