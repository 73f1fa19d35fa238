/** Which pages of other origins may use the API from a browser. */
export interface CorsOptions {
  /** `scheme://host[:port]` of each, or `*` for all. None: no CORS headers at all. */
  readonly allowedOrigins: readonly string[];
  /** Default true. */
  readonly allowCredentials?: boolean;
  /** How long a browser may remember a preflight. Default 3600; 0 says nothing. */
  readonly maxAgeSeconds?: number;
  readonly allowMethods?: readonly string[];
  /** Request headers besides the simple ones. */
  readonly allowHeaders?: readonly string[];
  /** Response headers that pages may read. */
  readonly exposeHeaders?: readonly string[];
}

/** @upstream magnum/common/config.py `set_cors_middleware_defaults` */
const CORS_DEFAULTS: Required<CorsOptions> = {
  allowedOrigins: [],
  allowCredentials: true,
  maxAgeSeconds: 3600,
  allowMethods: ["GET", "PUT", "POST", "DELETE", "PATCH"],
  allowHeaders: [
    "X-Auth-Token",
    "X-Identity-Status",
    "X-Roles",
    "X-Service-Catalog",
    "X-User-Id",
    "X-Tenant-Id",
    "X-OpenStack-Request-ID",
    "X-Server-Management-Url",
  ],
  exposeHeaders: [
    "X-Auth-Token",
    "X-Subject-Token",
    "X-Service-Token",
    "X-OpenStack-Request-ID",
    "X-Server-Management-Url",
  ],
};

const SIMPLE_HEADERS = [
  "Accept",
  "Accept-Language",
  "Content-Type",
  "Cache-Control",
  "Content-Language",
  "Expires",
  "Last-Modified",
  "Pragma",
];

type Headers = Readonly<Record<string, string>>;

/**
 * The headers that let a page of another origin read an answer; empty where it may not.
 *
 * @param vary - the answer's own `vary`
 * @upstream oslo_middleware/cors.py `CORS._apply_cors_request_headers`
 */
export function corsHeaders(
  options: CorsOptions,
  origin: string | undefined,
  vary: string | undefined,
): Headers {
  const permitted = permittedOrigin(options.allowedOrigins, origin);
  if (permitted === undefined) return {};
  const { exposeHeaders, ...cors } = { ...CORS_DEFAULTS, ...options };
  return {
    vary: vary === undefined ? "Origin" : `${vary},Origin`,
    ...originHeaders(permitted, cors.allowCredentials),
    ...(exposeHeaders.length > 0 && { "access-control-expose-headers": exposeHeaders.join(",") }),
  };
}

/** What a browser asks before it sends a request. */
export interface Preflight {
  readonly origin: string | undefined;
  readonly method: string | undefined;
  readonly headers: string | undefined;
}

/**
 * The headers of the answer to OPTIONS; empty where the request would not be permitted.
 *
 * @upstream oslo_middleware/cors.py `CORS._apply_cors_preflight_headers`
 */
export function preflightHeaders(options: CorsOptions, asked: Preflight): Headers {
  const cors = { ...CORS_DEFAULTS, ...options };
  const permitted = permittedOrigin(cors.allowedOrigins, asked.origin);
  const { method } = asked;
  if (permitted === undefined || method === undefined) return {};
  const permittedHeaders = [...cors.allowHeaders, ...SIMPLE_HEADERS].map(lowerCase);
  const headers = (asked.headers ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);
  if (!cors.allowMethods.includes(method)) return {};
  if (headers.some((name) => !permittedHeaders.includes(lowerCase(name)))) return {};
  return {
    vary: "Origin",
    ...originHeaders(permitted, cors.allowCredentials),
    ...(cors.maxAgeSeconds > 0 && { "access-control-max-age": String(cors.maxAgeSeconds) }),
    "access-control-allow-methods": method,
    ...(headers.length > 0 && { "access-control-allow-headers": headers.join(",") }),
  };
}

function permittedOrigin(
  allowed: readonly string[],
  origin: string | undefined,
): string | undefined {
  if (origin === undefined) return undefined;
  if (allowed.includes(origin)) return origin;
  return allowed.includes("*") ? "*" : undefined;
}

function originHeaders(origin: string, allowCredentials: boolean): Headers {
  return {
    "access-control-allow-origin": origin,
    ...(allowCredentials && { "access-control-allow-credentials": "true" }),
  };
}

function lowerCase(name: string): string {
  return name.toLowerCase();
}
