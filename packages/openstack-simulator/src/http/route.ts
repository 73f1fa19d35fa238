import type { Identity } from "../keystone/identity.ts";
import type { JsonObject } from "../json.ts";

/** A request as a service's table of routes sees it. */
export interface Call {
  /** Who asks; routes that need no token get the one of nobody. */
  readonly identity: Identity;
  /** The parts of the path, decoded. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The JSON body; an empty object when there is none. */
  readonly body: JsonObject;
  /** The body as it came, when it is not JSON. */
  readonly text: string;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Scheme, host and port that the client used. */
  readonly origin: string;
  /** Path and query as they came. */
  readonly url: string;
}

/** An answer; status 200 unless said otherwise, no body for `undefined`. */
export interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One operation of a service's API. */
export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD";
  /** Below the service's prefix, with `:name` for a part. */
  readonly path: string;
  /** The name that faults use. */
  readonly operation: string;
  /** Needs no token. */
  readonly open?: boolean;
  handle(call: Call): Answer;
}
