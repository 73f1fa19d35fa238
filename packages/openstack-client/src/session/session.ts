import { InvalidRequestError } from "../errors/caller-errors.ts";
import {
  AuthenticationError,
  HttpStatusError,
  UnexpectedResponseError,
} from "../errors/http-errors.ts";
import { type HttpReply, type HttpRequest, send, type Transport } from "../transport/send.ts";
import { tlsFetch } from "../transport/tls-fetch.ts";
import {
  type ClientOptions,
  createServiceClient,
  readJson,
  type ServiceClient,
} from "../transport/service-client.ts";
import { authRequest, secretsOf } from "./auth-request.ts";
import { type EndpointPreference, endpointUrl } from "./catalog.ts";
import { type ServiceType, serviceTypes, versionedUrl } from "./service-type.ts";
import type { SessionOptions } from "./session-options.ts";
import { makeToken, type Token, tokenSchema } from "./token.ts";
import { createTokenCache } from "./token-cache.ts";

const USER_AGENT = "jeroboam-openstack-client";
const DEFAULT_TIMEOUT_MS = 60_000;

/** An identity at a cloud: its token, its catalog, and clients for the services in it. */
export interface Session {
  /** Keystone's URL, ending in /v3. */
  readonly authUrl: string;
  /** The current token; renewed shortly before it expires. */
  token(): Promise<Token>;
  /**
   * Where a service is, complete with its version, without a slash at the end.
   *
   * @param preference - Counts over the session's own for that service.
   */
  endpoint(serviceType: ServiceType, preference?: EndpointPreference): Promise<string>;
  /** A client for one service; nothing is asked before its first call. */
  service<Type extends ServiceType>(
    serviceType: Type,
    options?: ClientOptions,
  ): ServiceClient<Type>;
}

/**
 * Makes a session. Nothing is asked of the cloud before the first call that needs it.
 *
 * Session options come from an object, from {@link sessionOptionsFromEnvironment}, or from
 * clouds.yaml through {@link loadCloudsYaml}.
 *
 * @throws {@link InvalidRequestError} when the URL is none, or a file of `tls` cannot be used.
 */
export function createSession(options: SessionOptions): Session {
  if (!URL.canParse(options.authUrl)) {
    throw new InvalidRequestError(
      "The auth URL is not a URL; expected one like https://cloud:5000/v3",
    );
  }
  const { auth } = options;
  const authUrl = versionedUrl("identity", options.authUrl, undefined);
  const clock = options.clock ?? { now: () => new Date() };
  const secrets = secretsOf(auth);
  const userAgent = [options.userAgent, USER_AGENT].filter((name) => name !== undefined).join(" ");
  const renewable = auth.type !== "token" || auth.scope !== undefined;
  const fetches = new Map(
    serviceTypes.map((service) => {
      const tls = { ...options.tls, ...options.serviceTls?.[service] };
      return [service, options.fetch ?? tlsFetch(tls)] as const;
    }),
  );

  const sendRequest = (request: HttpRequest, timeoutMs?: number): Promise<HttpReply> => {
    const transport: Transport = {
      fetch: fetches.get(request.service),
      timeoutMs: timeoutMs ?? options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
      retry: options.retry ?? {},
      clock,
      meter: options.meter,
    };
    return send({ ...request, secrets: [...secrets, ...request.secrets] }, transport);
  };

  const issue = async (): Promise<Token> => {
    const given = auth.type === "token" && auth.scope === undefined ? auth.token : undefined;
    if (given !== undefined && auth.type === "token" && auth.description)
      return makeToken(given, auth.description);
    const tokenHeaders: Record<string, string> =
      given === undefined ? {} : { "x-auth-token": given, "x-subject-token": given };
    const request: HttpRequest = {
      service: "identity",
      method: given === undefined ? "POST" : "GET",
      url: `${authUrl}/auth/tokens`,
      headers: { accept: "application/json", "user-agent": userAgent, ...tokenHeaders },
      ...(given === undefined ? { json: authRequest(auth) } : {}),
      repeatable: true,
      secrets: [],
    };
    const reply = await sendRequest(request).catch((error: unknown) => {
      throw authenticationFailed(error, auth.type);
    });
    const id = given ?? reply.headers.get("x-subject-token");
    if (id === null) {
      throw new UnexpectedResponseError("identity issued a token and did not say which", {
        service: "identity",
        url: request.url,
        status: reply.status,
        requestId: reply.requestId,
      });
    }
    return makeToken(id, readJson(tokenSchema, reply, "identity", request.method));
  };

  const tokens = createTokenCache(issue, clock, renewable);

  const endpoint: Session["endpoint"] = async (serviceType, preference) => {
    const override = options.endpointOverrides?.[serviceType];
    if (override !== undefined) return override.replace(/\/+$/, "");
    const { catalog, project } = await tokens.get();
    const choice = {
      serviceType,
      interface: options.interface ?? ("public" as const),
      region: options.region,
      ...options.endpointPreferences?.[serviceType],
      ...preference,
    };
    // An unscoped token has no catalog, and Keystone is where the token came from.
    if (serviceType === "identity" && catalog.length === 0) return authUrl;
    return versionedUrl(serviceType, endpointUrl(catalog, choice), project?.id);
  };

  const clientSession = {
    endpoint,
    userAgent,
    send: sendRequest,
    tokenId: async () => (await tokens.get()).id,
    replaceToken: async (refusedId: string) => (await tokens.replace(refusedId)).id,
  };

  return {
    authUrl,
    token: tokens.get,
    endpoint,
    service: (serviceType, clientOptions = {}) =>
      createServiceClient(clientSession, serviceType, {
        microversion: options.microversions?.[serviceType],
        ...clientOptions,
      }),
  };
}

function authenticationFailed(error: unknown, method: string): unknown {
  if (!HttpStatusError.isInstance(error) || ![401, 403, 404].includes(error.status)) return error;
  return new AuthenticationError(
    `Keystone refused to authenticate by ${method}; check the credentials and the scope: ${error.message}`,
    error,
  );
}
