import type { z } from "zod";
import {
  AuthenticationError,
  HttpStatusError,
  UnexpectedResponseError,
} from "../errors/http-errors.ts";
import { secretsIn } from "../errors/redact.ts";
import type { ServiceType } from "../session/service-type.ts";
import type { HttpMethod, HttpReply, HttpRequest } from "./send.ts";
import { abortable } from "./abortable.ts";
import { type Query, withQuery } from "./query.ts";

/** What one call asks of a service. */
export interface ServiceRequest {
  /** Under the service's endpoint, starting with a slash; names in it already encoded. */
  readonly path: string;
  readonly method?: HttpMethod;
  readonly query?: Query;
  readonly json?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** May be sent twice without harm; undefined: GET, HEAD and DELETE may. */
  readonly repeatable?: boolean;
  /** Taken out of whatever an error shows, beside the session's own. */
  readonly secrets?: readonly string[];
}

/** What applies to every request of a client. */
export interface ClientOptions {
  /** Ends every request of the client when it aborts. */
  readonly signal?: AbortSignal | undefined;
  /** For each attempt. */
  readonly timeoutMs?: number | undefined;
  /** For example `2.79` for compute or `latest`. */
  readonly microversion?: string | undefined;
}

/** A way to one service of one cloud, as one identity. */
export interface ServiceClient<Type extends ServiceType = ServiceType> {
  readonly serviceType: Type;
  readonly options: ClientOptions;
  /** The same client with other options; those not named stay. */
  with(options: ClientOptions): ServiceClient<Type>;
  /** Where the service is, complete with its version, without a slash at the end. */
  endpoint(): Promise<string>;
  /** Sends a request and hands on the reply as it is. */
  send(request: ServiceRequest): Promise<HttpReply>;
  /** Sends a request and reads the JSON reply. */
  json<Output>(schema: z.ZodType<Output>, request: ServiceRequest): Promise<Output>;
}

/** What a service client needs of its session. */
export interface ClientSession {
  endpoint(serviceType: ServiceType): Promise<string>;
  tokenId(): Promise<string>;
  /** A token other than the refused one; rejects where there can be none. */
  replaceToken(refusedId: string): Promise<string>;
  send(request: HttpRequest, timeoutMs: number | undefined): Promise<HttpReply>;
  readonly userAgent: string;
}

export function createServiceClient<Type extends ServiceType>(
  session: ClientSession,
  serviceType: Type,
  options: ClientOptions,
): ServiceClient<Type> {
  const endpoint = () => session.endpoint(serviceType);

  const sendWith = async (token: string, request: ServiceRequest): Promise<HttpReply> => {
    const method = request.method ?? "GET";
    return session.send(
      {
        service: serviceType,
        method,
        url: withQuery(`${await endpoint()}${request.path}`, request.query),
        headers: {
          accept: "application/json",
          "user-agent": session.userAgent,
          "x-auth-token": token,
          ...microversionHeader(serviceType, options.microversion),
          ...request.headers,
        },
        json: request.json,
        signal: options.signal,
        repeatable: request.repeatable ?? ["GET", "HEAD", "DELETE"].includes(method),
        secrets: [token, ...(request.secrets ?? []), ...secretsIn(request.json)],
      },
      options.timeoutMs,
    );
  };

  const send = async (request: ServiceRequest): Promise<HttpReply> => {
    const token = await abortable(session.tokenId(), options.signal);
    try {
      return await sendWith(token, request);
    } catch (error) {
      if (!isUnauthorized(error)) throw error;
      try {
        const next = await abortable(session.replaceToken(token), options.signal);
        return await sendWith(next, request);
      } catch (second) {
        throw isUnauthorized(second) ? refused(second) : second;
      }
    }
  };

  return {
    serviceType,
    options,
    with: (other) => createServiceClient(session, serviceType, { ...options, ...other }),
    endpoint,
    send,
    json: async (schema, request) => {
      const reply = await send(request);
      return readJson(schema, reply, serviceType, request.method ?? "GET");
    },
  };
}

/**
 * Reads a reply's JSON.
 *
 * @throws {@link UnexpectedResponseError} naming the fields that are not as expected.
 */
export function readJson<Output>(
  schema: z.ZodType<Output>,
  reply: HttpReply,
  service: string,
  method: string,
): Output {
  const fields = {
    service,
    method,
    url: reply.url,
    status: reply.status,
    requestId: reply.requestId,
  };
  let json: unknown;
  try {
    json = JSON.parse(reply.text);
  } catch {
    throw new UnexpectedResponseError(
      `${service} answered ${method} ${new URL(reply.url).pathname} with something that is not JSON`,
      { ...fields, body: reply.excerpt() },
    );
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new UnexpectedResponseError(
    `${service} answered ${method} ${new URL(reply.url).pathname} in an unknown shape: ${issues.join("; ")}`,
    { ...fields, body: reply.excerpt() },
  );
}

function microversionHeader(serviceType: ServiceType, version: string | undefined) {
  return version === undefined ? {} : { "openstack-api-version": `${serviceType} ${version}` };
}

function isUnauthorized(error: unknown): error is HttpStatusError {
  return HttpStatusError.isInstance(error) && error.status === 401;
}

function refused(error: HttpStatusError): AuthenticationError {
  return new AuthenticationError(
    `${error.service} refuses a token that Keystone has just issued: ${error.message}`,
    error,
  );
}
