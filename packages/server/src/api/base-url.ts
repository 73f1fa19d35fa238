import type { FastifyRequest } from "fastify";
import { withoutTrailing } from "../without-trailing.ts";

export interface BaseUrlOptions {
  /** The address in every link, whatever a request says. */
  readonly publicUrl?: string;
  /** Where the API hangs below its host, with a slash before and none after. */
  readonly mountPath?: string;
  /** Whether a proxy in front may say how it was called. Default false. */
  readonly enableProxyHeadersParsing?: boolean;
}

/** What of a request tells how the API was called. */
export type AddressedRequest = Pick<FastifyRequest, "headers"> & {
  readonly socket: {
    readonly localAddress?: string | undefined;
    readonly localPort?: number | undefined;
    readonly encrypted?: boolean;
  };
};

interface Address {
  readonly scheme?: string | undefined;
  readonly host?: string | undefined;
  readonly prefix?: string | undefined;
}

const HOST = /^(?:[\w.~-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i;
const PREFIX = /^(?:\/[\w.~!$&'()*+,;=:@%-]+)+$/;
const MOST_OF_PREFIX = 255;
const DEFAULT_PORT: Readonly<Record<string, string>> = { http: ":80", https: ":443" };

/**
 * The address of this API as the caller knows it, without /v1 and without a slash at the end.
 *
 * @upstream oslo_middleware/http_proxy_to_wsgi.py `HTTPProxyToWSGI`
 * @differs a host or prefix that cannot be one is passed over; upstream puts it into the links
 */
export function baseUrlOf(request: AddressedRequest, options: BaseUrlOptions): string {
  const { publicUrl, mountPath = "", enableProxyHeadersParsing = false } = options;
  if (publicUrl !== undefined) return withoutTrailing(publicUrl, "/").replace(/\/v1$/, "");
  const said = enableProxyHeadersParsing ? forwardedAddress(request) : {};
  const scheme = said.scheme ?? (request.socket.encrypted ? "https" : "http");
  const host = said.host ?? matching(HOST, request.headers.host) ?? listeningHost(request);
  const port = DEFAULT_PORT[scheme] ?? "";
  const shortHost = host.endsWith(port) ? host.slice(0, host.length - port.length) : host;
  return `${scheme}://${shortHost}${said.prefix ?? ""}${mountPath}`;
}

/** What the first proxy said; RFC 7239's header hides the older ones, but not the prefix. */
function forwardedAddress({ headers }: AddressedRequest): Address {
  const forwarded = firstOf(headers.forwarded);
  const older: Address = {
    scheme: firstOf(headers["x-forwarded-proto"]),
    host: firstOf(headers["x-forwarded-host"]),
  };
  const { scheme, host } = forwarded === undefined ? older : parseForwarded(forwarded);
  const prefix = firstOf(headers["x-forwarded-prefix"]) ?? "";
  return {
    scheme: matching(/^https?$/, scheme?.toLowerCase()),
    host: matching(HOST, host),
    prefix:
      prefix.length > MOST_OF_PREFIX ? undefined : matching(PREFIX, withoutTrailing(prefix, "/")),
  };
}

function parseForwarded(element: string): Address {
  const pairs = element.split(";").map((pair) => {
    const [name = "", value = ""] = pair.split(/=(.*)/s);
    return [name.trim().toLowerCase(), value.trim().replace(/^"(.*)"$/, "$1")] as const;
  });
  const said = new Map(pairs);
  return { scheme: said.get("proto"), host: said.get("host") };
}

/** Each proxy appends to the list, so the first entry is what the caller used. */
function firstOf(header: string | string[] | undefined): string | undefined {
  const [first] = [header ?? []].flat();
  return first?.split(",", 1)[0]?.trim() || undefined;
}

function matching(pattern: RegExp, value: string | undefined): string | undefined {
  return value !== undefined && pattern.test(value) ? value : undefined;
}

/** HTTP/1.0 names no host. */
function listeningHost({ socket: { localAddress = "localhost", localPort } }: AddressedRequest) {
  const host = localAddress.includes(":") ? `[${localAddress}]` : localAddress;
  return localPort === undefined ? host : `${host}:${localPort}`;
}
