import {
  eager,
  mayBeCall,
  typeError,
  valueError,
  type TemplateFunction,
} from "../evaluation/template-function.ts";
import { pythonRepresentation, pythonText } from "../python/python-text.ts";
import { isMap, type HotMap, type HotValue } from "../value.ts";

const parts = ["scheme", "username", "password", "host", "port", "path", "query", "fragment"];

/** Schemes whose addresses have `//` even without a host. */
const hierarchicalSchemes = new Set(
  "ftp http gopher nntp telnet imap wais file mms https shttp snews prospero rtsp rtspu rsync svn svn+ssh sftp nfs git git+ssh ws wss".split(
    " ",
  ),
);

/** `make_url`: an address of its parts, each escaped as its place demands. */
export const makeUrl: TemplateFunction = eager(
  (args, name) => {
    checkParts(args, name, () => false);
    const map = args as HotMap;
    const text = (part: string): string => pythonText(map[part] ?? "");
    const scheme = text("scheme");
    if (scheme.includes(":")) throw valueError(`URL "scheme" should not contain ':'`);
    const address =
      userPart(text("username"), text("password")) + hostPart(text("host"), text("port"));
    return (
      (scheme === "" ? "" : `${scheme}:`) +
      locationPart(scheme, address, quoted(text("path"), "/")) +
      prefixed("?", queryPart(map["query"] ?? null)) +
      prefixed("#", quoted(text("fragment"), "/"))
    );
  },
  (args, name) => {
    if (mayBeCall(args)) return;
    checkParts(args, name, mayBeCall);
  },
);

function checkParts(args: HotValue, name: string, skips: (value: HotValue) => boolean): void {
  if (!isMap(args)) throw typeError(`The arguments to "${name}" must be a map`);
  const invalid = Object.keys(args).filter((key) => !parts.includes(key));
  if (invalid.length > 0) throw valueError(`Invalid arguments to "${name}": ${invalid.join(", ")}`);
  for (const [part, value] of Object.entries(args)) {
    if (skips(value)) continue;
    if (part === "query") {
      if (!isMap(value)) throw typeError(`The "query" argument to "${name}" must be a map`);
    } else if (part === "port") {
      checkPort(value, args, name);
    } else if (typeof value !== "string") {
      throw typeError(`The "${part}" argument to "${name}" must be a string`);
    }
  }
}

function checkPort(value: HotValue, args: HotMap, name: string): void {
  const port = typeof value === "string" && /^\s*[-+]?\d+\s*$/.test(value) ? Number(value) : value;
  if (typeof port !== "number" || !Number.isInteger(port)) {
    throw valueError(
      `Invalid URL port "${pythonText(value)}" for ${name} called with ${pythonRepresentation(concealed(args))}`,
    );
  }
  if (port <= 0 || port > 65535)
    throw valueError(`Invalid URL port ${port}, must be in range 1-65535`);
}

/** Messages show the arguments, but not a password. */
const concealed = (args: HotMap): HotMap =>
  Object.hasOwn(args, "password") ? { ...args, password: "******" } : args;

function userPart(username: string, password: string): string {
  if (username === "" && password === "") return "";
  return `${quoted(username, "")}${prefixed(":", quoted(password, ""))}@`;
}

function hostPart(host: string, port: string): string {
  const bare = host.startsWith("[") && host.endsWith("]") ? host.slice(1, -1) : host;
  const escaped = quoted(bare, ":");
  return (escaped.includes(":") ? `[${escaped}]` : escaped) + prefixed(":", port);
}

function locationPart(scheme: string, address: string, path: string): string {
  const hierarchical = hierarchicalSchemes.has(scheme) && !path.startsWith("//");
  if (address === "" && !hierarchical) return path;
  return `//${address}${path === "" || path.startsWith("/") ? path : `/${path}`}`;
}

function queryPart(query: HotValue): string {
  if (!isMap(query)) return "";
  const plus = (text: string): string => quoted(text, " ").replaceAll(" ", "+");
  return Object.entries(query)
    .map(([key, value]) => `${plus(key)}=${plus(pythonText(value))}`)
    .join("&")
    .replaceAll("%2F", "/");
}

const prefixed = (prefix: string, text: string): string => (text === "" ? "" : prefix + text);

/** Percent-escapes all but unreserved characters and those in `safe`. */
function quoted(text: string, safe: string): string {
  return [...Buffer.from(text, "utf8")]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[A-Za-z0-9_.~-]/.test(character) || safe.includes(character)
        ? character
        : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
    })
    .join("");
}
