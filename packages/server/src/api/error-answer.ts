import { STATUS_CODES } from "node:http";
import { JeroboamError } from "@jeroboam/core";
import { ApiError } from "./api-error.ts";
import { type ErrorEnvelope, errorEnvelope, versionRangeEnvelope } from "./error-envelope.ts";
import { ERROR_TABLE, UNKNOWN_FAULT } from "./error-table.ts";
import { MAXIMUM, MINIMUM, VersionRangeError, versionText } from "./microversion.ts";

export interface ErrorAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: ErrorEnvelope;
}

/**
 * Makes the answer out of whatever was thrown; what is not known tells nothing about itself.
 *
 * @param accept - the caller's; the router's refusals have a title for those who ask for JSON alone
 */
export function errorAnswer(error: unknown, accept = ""): ErrorAnswer {
  if (error instanceof VersionRangeError)
    return {
      status: error.status,
      headers: error.headers,
      body: versionRangeEnvelope(versionText(MINIMUM), versionText(MAXIMUM), error.message),
    };
  if (error instanceof ApiError)
    return {
      status: error.status,
      headers: error.headers,
      body: errorEnvelope(error.status, error.faultCode, error.message, titleOf(error, accept)),
    };
  // A newer core may throw a code that this table does not have.
  const known = JeroboamError.isInstance(error) ? ERROR_TABLE[error.code] : undefined;
  if (known && JeroboamError.isInstance(error)) {
    const { status } = known;
    const text = known.text(error.details, error);
    return { status, body: errorEnvelope(status, status < 500 ? "client" : "server", text) };
  }
  return { status: 500, body: errorEnvelope(500, "server", UNKNOWN_FAULT) };
}

/** @upstream webob/exc.py `WSGIHTTPException.generate_response` */
function titleOf({ faultCode, status }: ApiError, accept: string): string | undefined {
  const asksForJson = accept.includes("application/json") && !/html|\*\/\*/.test(accept);
  return faultCode === "" && asksForJson ? STATUS_CODES[status] : undefined;
}
