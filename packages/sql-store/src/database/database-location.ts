import { JeroboamError } from "@jeroboam/core";

export interface DatabaseServer {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** Path of the certificate authorities that the server's certificate is checked with; no TLS when left out. */
  readonly tlsAuthorityPath?: string;
}
/** Where a database is; `path` may be `:memory:`. */
export type DatabaseLocation =
  | { readonly kind: "sqlite"; readonly path: string }
  | ({ readonly kind: "mysql" } & DatabaseServer)
  | ({ readonly kind: "postgresql" } & DatabaseServer);

const ALLOWED =
  "sqlite:////absolute/path, sqlite:///relative/path, mysql+pymysql://user:password@host:3306/database or postgresql://user:password@host:5432/database";

const SERVERS = new Map<string, { kind: "mysql" | "postgresql"; port: number }>([
  ["mysql", { kind: "mysql", port: 3306 }],
  ["mariadb", { kind: "mysql", port: 3306 }],
  ["postgresql", { kind: "postgresql", port: 5432 }],
  ["postgres", { kind: "postgresql", port: 5432 }],
]);
/** Of SQLAlchemy's and PyMySQL's parameters those that say nothing that we do not do anyway. */
const WITHOUT_EFFECT = new Set(["charset", "client_encoding", "plugin", "use_unicode"]);
const AUTHORITY_PARAMETERS = ["ssl_ca", "sslrootcert"];

/**
 * Reads a database's url as oslo.db and SQLAlchemy write it; a driver's name (`+pymysql`) is passed over.
 *
 * @throws `JRB_DATABASE_URL` without the url, which holds a password
 */
export function parseDatabaseUrl(url: string): DatabaseLocation {
  const [, scheme = "", rest = ""] = /^([a-z0-9]+)(?:\+[a-z0-9_]+)?:\/\/(.*)$/is.exec(url) ?? [];
  if (scheme === "sqlite") return sqlite(rest);
  const server = SERVERS.get(scheme.toLowerCase());
  if (!server) throw refused(scheme ? `the scheme ${scheme} is not known` : "it has no scheme");
  const mark = rest.indexOf("?", rest.lastIndexOf("@") + 1);
  const [address, query] = mark < 0 ? [rest, ""] : [rest.slice(0, mark), rest.slice(mark + 1)];
  const slash = address.indexOf("/", address.lastIndexOf("@") + 1);
  const [authority, database] =
    slash < 0 ? [address, ""] : [address.slice(0, slash), address.slice(slash + 1)];
  if (database === "") throw refused("it names no database");
  const at = authority.lastIndexOf("@");
  const [user = "", ...password] = at < 0 ? [] : authority.slice(0, at).split(":");
  if (user === "") throw refused("it names no user");
  return {
    kind: server.kind,
    ...hostAndPort(authority.slice(at + 1), server.port),
    user: decoded(user),
    password: decoded(password.join(":")),
    database,
    ...parametersOf(query),
  };
}

/** For logs: where it is, without the password. */
export function describeDatabase(location: DatabaseLocation): string {
  if (location.kind === "sqlite") return `sqlite ${location.path}`;
  const { kind, user, host, port, database } = location;
  return `${kind} ${user}@${host.includes(":") ? `[${host}]` : host}:${port}/${database}`;
}

function sqlite(rest: string): DatabaseLocation {
  const [path = ""] = rest.split("?", 1);
  if (path === "" || path === "/" || path === "/:memory:")
    return { kind: "sqlite", path: ":memory:" };
  if (!path.startsWith("/")) throw refused("a path comes after three slashes");
  return { kind: "sqlite", path: path.slice(1) };
}

function hostAndPort(text: string, defaultPort: number): { host: string; port: number } {
  if (text.includes(","))
    throw refused("it names several hosts; name the proxy that stands before them");
  const [, six, four, port] = /^(?:\[([^\]]+)\]|([^:]*))(?::(\d+))?$/.exec(text) ?? [];
  const host = six ?? four;
  if (!host) throw refused("it names no host, or a port that is no number");
  return { host: decoded(host), port: port === undefined ? defaultPort : Number(port) };
}

function parametersOf(query: string): { tlsAuthorityPath?: string } {
  const parameters = new URLSearchParams(query);
  const authority = AUTHORITY_PARAMETERS.find((name) => parameters.has(name));
  for (const name of parameters.keys())
    if (name !== authority && !WITHOUT_EFFECT.has(name))
      throw refused(
        `the parameter ${name} is not known; known are ${[...AUTHORITY_PARAMETERS, ...WITHOUT_EFFECT].join(", ")}`,
      );
  const path = authority && parameters.get(authority);
  return path ? { tlsAuthorityPath: path } : {};
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw refused("a % in it does not begin a percent-encoded character");
  }
}

function refused(reason: string): JeroboamError {
  return new JeroboamError(
    "JRB_DATABASE_URL",
    `The database's url cannot be used: ${reason}. Allowed are ${ALLOWED}.`,
    { details: { reason } },
  );
}
