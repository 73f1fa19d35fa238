import ky, { isHTTPError, isNetworkError, isTimeoutError } from "ky";
import { NetworkError, TimeoutError } from "../errors/connection-errors.ts";
import { excerpt, redactText } from "../errors/redact.ts";
import { messageFromBody } from "../errors/error-envelope.ts";
import { HttpStatusError } from "../errors/http-errors.ts";
import type { OpenStackErrorFields } from "../errors/openstack-error.ts";
import { followRedirect } from "./redirect.ts";
import { requestId, retryAfterMs } from "./reply-headers.ts";
import type { CallMeter } from "../session/call-meter.ts";
import type { ServiceType } from "../session/service-type.ts";
import type { RetryChoice } from "../session/session-options.ts";

export type HttpMethod = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";

/** One HTTP request, complete. */
export interface HttpRequest {
  readonly service: ServiceType;
  readonly method: HttpMethod;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly signal?: AbortSignal | undefined;
  /** May be sent again when it is not known whether the first one arrived. */
  readonly repeatable: boolean;
  /** Taken out of whatever an error shows. */
  readonly secrets: readonly string[];
}

export interface HttpReply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Where the reply came from, after redirects. */
  readonly url: string;
  readonly requestId: string | undefined;
  /** The beginning of the text, with what was secret in the request taken out. */
  readonly excerpt: () => string;
}

/** How requests are sent. */
export interface Transport {
  readonly fetch: typeof fetch | undefined;
  readonly timeoutMs: number;
  readonly retry: RetryChoice;
  readonly clock: { now(): Date };
  readonly meter: Pick<CallMeter, "count"> | undefined;
}

const MAXIMUM_REDIRECTS = 3;
const REPEATED_STATUSES = [429, 502, 503, 504];
const FIRST_DELAY_MS = 300;

/**
 * Sends the request, repeats it where that is safe, and follows redirects with method and body kept.
 *
 * @throws {@link HttpStatusError}, {@link NetworkError}, {@link TimeoutError}; an abort rejects with
 * the signal's reason.
 */
export async function send(request: HttpRequest, transport: Transport): Promise<HttpReply> {
  let url = request.url;
  for (let redirects = 0; ; redirects += 1) {
    const reply = await sendOnce({ ...request, url }, transport);
    const next = followRedirect(url, reply);
    if (next === undefined) return reply;
    if (redirects === MAXIMUM_REDIRECTS) {
      throw new HttpStatusError(`${request.service} redirects in circles`, {
        ...describe(request, url),
        status: reply.status,
        requestId: reply.requestId,
      });
    }
    url = next;
  }
}

async function sendOnce(request: HttpRequest, transport: Transport): Promise<HttpReply> {
  const { method, url, signal } = request;
  try {
    const pending = ky(url, {
      method,
      headers: { ...request.headers },
      // Not as a stream: a body sent again after a redirect or a renewed token must still be there.
      ...(request.json === undefined ? {} : { json: request.json }),
      ...(signal === undefined ? {} : { signal }),
      fetch: countedFetch(request.service, transport),
      redirect: "manual",
      timeout: transport.timeoutMs,
      throwHttpErrors: (status) => status >= 400,
      retry: retryOptions(request, transport.retry),
    });
    const response = await pending;
    const text = method === "HEAD" ? "" : await pending.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      url,
      requestId: requestId(response.headers),
      excerpt: () => excerpt(text, request.secrets),
    };
  } catch (error) {
    throw translate(error, request, transport);
  }
}

function countedFetch(service: string, { fetch, meter }: Transport) {
  return (input: string | URL | Request, init?: RequestInit) => {
    meter?.count(service);
    return (fetch ?? globalThis.fetch)(input, init);
  };
}

function retryOptions(request: HttpRequest, choice: RetryChoice) {
  return {
    limit: request.repeatable ? (choice.limit ?? 3) : 0,
    methods: ["get", "head", "post", "put", "patch", "delete"],
    statusCodes: REPEATED_STATUSES,
    afterStatusCodes: [429, 503],
    maxRetryAfter: choice.maximumRetryAfterMs ?? 30_000,
    ...(choice.delayMs === undefined
      ? { delay: (repeat: number) => FIRST_DELAY_MS * 2 ** (repeat - 1), jitter: true }
      : { delay: choice.delayMs }),
  };
}

function translate(error: unknown, request: HttpRequest, transport: Transport): unknown {
  const { service, method, url, secrets } = request;
  const fields: OpenStackErrorFields = describe(request, url);
  if (request.signal?.aborted) return request.signal.reason;
  if (isHTTPError(error)) {
    const { response } = error;
    const text = typeof error.data === "string" ? error.data : JSON.stringify(error.data ?? "");
    const said = messageFromBody(text);
    const reason = said === undefined ? undefined : redactText(said, secrets);
    return new HttpStatusError(
      `${service} answered ${response.status} to ${method} ${new URL(url).pathname}` +
        (reason === undefined ? "" : `: ${reason}`),
      {
        ...fields,
        status: response.status,
        requestId: requestId(response.headers),
        reason,
        body: text === '""' ? undefined : excerpt(text, secrets),
        retryAfterMs: retryAfterMs(response.headers, transport.clock.now()),
      },
    );
  }
  if (isTimeoutError(error)) {
    return new TimeoutError(
      `${service} did not answer ${method} ${new URL(url).pathname} within ${transport.timeoutMs} ms`,
      fields,
    );
  }
  if (isNetworkError(error)) {
    return new NetworkError(
      `Cannot reach ${service} at ${new URL(url).origin}${reasonOf(error)}; is the address right and the service up?`,
      fields,
    );
  }
  // What fetch says when the body breaks off is a bare TypeError.
  if (error instanceof TypeError) {
    return new NetworkError(`The reply of ${service} to ${method} broke off`, fields);
  }
  return error;
}

function describe({ service, method }: HttpRequest, url: string): OpenStackErrorFields {
  return { service, method, url };
}

/** The system's code, such as ECONNREFUSED, from wherever it stands in the chain of causes. */
function reasonOf(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ("code" in at && typeof at.code === "string") return ` (${at.code})`;
  }
  return "";
}
