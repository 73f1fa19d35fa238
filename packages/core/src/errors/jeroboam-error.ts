import type { ErrorCode } from "./catalogue.ts";

const MARKER = Symbol.for("@jeroboam/core/error");

export type ErrorDetails = Readonly<Record<string, unknown>>;

/**
 * An error with a stable code. The code is the API; the message may change and never holds a secret.
 *
 * `details` names the object; the server's table makes the wire text from code and details.
 */
export class JeroboamError extends Error {
  override readonly name = "JeroboamError";
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
  /** Whether the same call may succeed later without anybody changing anything. */
  readonly retryable: boolean;

  constructor(
    code: ErrorCode,
    message: string,
    options: { details?: ErrorDetails; retryable?: boolean; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
    this.retryable = options.retryable ?? false;
    Object.defineProperty(this, MARKER, { value: true });
  }

  /** Recognises the error also when two copies of this package are installed. */
  static isInstance(error: unknown): error is JeroboamError {
    return typeof error === "object" && error !== null && MARKER in error;
  }
}

/** Asks any error whether trying again makes sense; the clients' errors answer through the same field. */
export function isRetryable(error: unknown): boolean {
  return (
    typeof error === "object" && error !== null && "retryable" in error && error.retryable === true
  );
}

/** One line for a person out of whatever was thrown. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const lines = message.split("\n").map((line) => line.trim());
  return lines.filter((line) => line !== "").join(" ");
}

const MOST_CAUSES = 8;

/** What led to an error, one line each, outermost first; for the log. */
export function causesOf(error: unknown): readonly string[] {
  const causes: string[] = [];
  let one = error;
  while (one instanceof Error && one.cause !== undefined && causes.length < MOST_CAUSES) {
    one = one.cause;
    causes.push(messageOf(one));
  }
  return causes;
}
