import { InvalidArgumentError } from "commander";
import type { BrokerHost, Transport, TransportTls } from "./transport.ts";

const SHAPE = "rabbit://user:password@host:5672,user:password@host2:5672/virtual_host?ssl=1";
const ENCODING = "In names and passwords / ? # @ : and , have to be percent-encoded.";
const PARTS =
  /^(?<scheme>[a-z][a-z0-9+.-]*):\/\/(?<hosts>[^/?#]*)(?:\/(?<path>[^?#]*))?(?:\?(?<query>[^#]*))?$/i;
const HOST = /^(?:\[(?<address>[0-9a-f:.]+)\]|(?<name>[^:[\]]*))(?::(?<port>\d+))?$/i;
/** `kombu` is the older name. */
const SCHEMES = ["rabbit", "kombu"];
const DEFAULT_PORT = 5672;
const HIGHEST_PORT = 65_535;
const DEFAULT_ACCOUNT = { username: "guest", password: "guest" };
const TLS_OPTIONS = ["ssl", "ssl_ca_file", "ssl_cert_file", "ssl_key_file", "ssl_version"];
const TRUE = /^(1|true|t|yes|y|on)$/i;

/**
 * Reads oslo.messaging's `transport_url`. Options in the query other than those of TLS tune another
 * client and are passed over.
 *
 * @upstream oslo_messaging/transport.py TransportURL.parse
 * @differs Hosts with different accounts are refused: there is one account for a connection.
 * @throws InvalidArgumentError with what it has to be, without the password.
 */
export function parseTransportUrl(text: string): Transport {
  const { scheme = "", hosts = "", path = "", query = "" } = PARTS.exec(text)?.groups ?? {};
  if (scheme === "") refuse(`It has to be ${SHAPE}. ${ENCODING}`);
  if (!SCHEMES.includes(scheme.toLowerCase()))
    refuse(`${scheme}:// is not served; it has to be ${SHAPE}.`);
  // After a password with a slash of its own the rest of it would pass for a virtual host, which is told.
  if (path.includes("@")) refuse(`Its virtual host holds an @, so perhaps a password. ${ENCODING}`);
  const read = hosts
    .split(",")
    .filter((part) => part !== "")
    .map(readHost);
  const accounts = read.flatMap(({ account }) => account ?? []);
  const [account = DEFAULT_ACCOUNT, ...others] = accounts;
  if (others.some((one) => one.username !== account.username || one.password !== account.password))
    refuse("All its hosts have to have the same user and password.");
  const tls = readTls(new URLSearchParams(query.replaceAll("+", "%2B")));
  return {
    ...account,
    hosts:
      read.length === 0
        ? [{ hostname: "localhost", port: DEFAULT_PORT }]
        : read.map(({ host }) => host),
    virtualHost: decoded(path) || "/",
    ...(tls ? { tls } : {}),
  };
}

function readHost(text: string) {
  const at = text.lastIndexOf("@");
  const address = HOST.exec(text.slice(at + 1))?.groups;
  const hostname = address?.["address"] ?? address?.["name"] ?? "";
  const port = Number(address?.["port"] ?? DEFAULT_PORT);
  // What stands in the host's place may be the end of a password, so it is not told.
  if (hostname === "" || port === 0 || port > HIGHEST_PORT)
    refuse(
      `Each of its hosts has to be a name, an IPv4 address or an IPv6 address in brackets, with a port of 1 to ${HIGHEST_PORT} or none. ${ENCODING}`,
    );
  const host: BrokerHost = { hostname, port };
  if (at === -1) return { host };
  const [username = "", ...password] = text.slice(0, at).split(":");
  return {
    host,
    account: { username: decoded(username), password: decoded(password.join(":")) },
  };
}

function readTls(query: URLSearchParams): TransportTls | undefined {
  const names = [...query.keys()];
  // A misspelt one would send the password in the open.
  const unknown = names.find((name) => /ssl|tls/i.test(name) && !TLS_OPTIONS.includes(name));
  if (unknown !== undefined) refuse(`Of TLS it knows ${TLS_OPTIONS.join(", ")}.`);
  if (!TRUE.test(query.get("ssl") ?? "")) return undefined;
  const file = (name: string) => query.get(name) ?? undefined;
  const [caFile, certificateFile, keyFile] = [
    file("ssl_ca_file"),
    file("ssl_cert_file"),
    file("ssl_key_file"),
  ];
  return {
    ...(caFile === undefined ? {} : { caFile }),
    ...(certificateFile === undefined ? {} : { certificateFile }),
    ...(keyFile === undefined ? {} : { keyFile }),
  };
}

/** As Python does: a percent sign that begins no code stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function refuse(reason: string): never {
  throw new InvalidArgumentError(reason);
}
