import { redactUrl } from "./redact.ts";

const MARKER = Symbol.for("@jeroboam/openstack-client/error");

export interface OpenStackErrorFields {
  /** Official service type, for example `orchestration`. */
  readonly service?: string | undefined;
  readonly method?: string | undefined;
  /** The address asked, secrets taken out. */
  readonly url?: string | undefined;
  /** HTTP status, where there was a reply. */
  readonly status?: number | undefined;
  /** What to quote to the cloud's operators. */
  readonly requestId?: string | undefined;
  /** The service's own sentence, read out of its reply; secrets taken out. */
  readonly reason?: string | undefined;
  /** The beginning of the reply, secrets taken out. */
  readonly body?: string | undefined;
  /** Whether the same call may succeed later without anybody changing anything. */
  readonly retryable?: boolean | undefined;
  /** How long the service asks to wait before that. */
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/**
 * What every failure of this package is. `code` is the API; the message may change.
 *
 * Neither the message nor any field holds a password, a token or a key.
 */
export class OpenStackError extends Error {
  readonly code: `OPENSTACK_${string}`;
  readonly service: string | undefined;
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly reason: string | undefined;
  readonly body: string | undefined;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(code: `OPENSTACK_${string}`, message: string, fields: OpenStackErrorFields = {}) {
    super(message, fields.cause === undefined ? undefined : { cause: fields.cause });
    this.name = new.target.name;
    this.code = code;
    this.service = fields.service;
    this.method = fields.method;
    this.url = fields.url === undefined ? undefined : redactUrl(fields.url);
    this.status = fields.status;
    this.requestId = fields.requestId;
    this.reason = fields.reason;
    this.body = fields.body;
    this.retryable = fields.retryable ?? false;
    this.retryAfterMs = fields.retryAfterMs;
    Object.defineProperty(this, MARKER, { value: true });
  }

  /** Recognises the error also when two copies of this package are installed. */
  static isInstance(error: unknown): error is OpenStackError {
    return typeof error === "object" && error !== null && MARKER in error;
  }

  /** The fields as plain data, with the message and without stack or cause. */
  toJSON(): Record<string, unknown> {
    const fields: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(this)) fields[name] = value;
    return { ...fields, message: this.message };
  }
}

/** Marks a class so that {@link carries} knows its instances across copies of this package. */
export function mark(error: OpenStackError, kind: string): void {
  Object.defineProperty(error, markerOf(kind), { value: true });
}

export function carries(error: unknown, kind: string): boolean {
  return typeof error === "object" && error !== null && markerOf(kind) in error;
}

function markerOf(kind: string): symbol {
  return Symbol.for(`@jeroboam/openstack-client/error/${kind}`);
}
