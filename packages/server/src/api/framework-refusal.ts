import type { Socket } from "node:net";
import { ApiError } from "./api-error.ts";
import { errorEnvelope } from "./error-envelope.ts";

/** The web framework's own refusals (a body too large, a path that cannot be decoded) keep their status. */
export function refusalOf(error: unknown): unknown {
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

/** What cannot be read as HTTP: the parser's code → status line and words. */
const UNREADABLE: Readonly<Record<string, readonly [number, string, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, "Request Timeout", "The request did not arrive in time."],
  HPE_HEADER_OVERFLOW: [431, "Request Header Fields Too Large", "The headers are too large."],
};
const BAD_REQUEST = [400, "Bad Request", "The request is not HTTP that can be read."] as const;

/** Answers, in the envelope, a connection whose request never became one, and ends it. */
export function refuseUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, phrase, words] = UNREADABLE[error.code ?? ""] ?? BAD_REQUEST;
  const body = JSON.stringify(errorEnvelope(status, "client", words));
  socket.end(
    [
      `HTTP/1.1 ${status} ${phrase}`,
      "Content-Type: application/json",
      `Content-Length: ${Buffer.byteLength(body)}`,
      "Connection: close",
      "",
      body,
    ].join("\r\n"),
  );
}
