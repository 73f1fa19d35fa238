import { parseMicroversion } from "../src/api/microversion.ts";
import { routedPath } from "../src/api/request-path.ts";
import type { Route } from "../src/api/route.ts";
import { selectRoute } from "../src/api/select-route.ts";
import { ROUTES } from "../src/api/v1/routes.ts";

interface Answered {
  readonly method: string;
  readonly url: string;
  /** The version header that was sent. */
  readonly version: string | undefined;
  readonly status: number;
  /** By their names in small letters. */
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/**
 * Throws when a successful answer is not what its route declares: another status, a header or a field
 * that is missing, of another kind, or not declared at all.
 */
export function requireDeclared(answered: Answered): void {
  const { method, url, status, headers, body } = answered;
  if (status < 200 || status > 299 || !["GET", "POST", "PATCH", "PUT", "DELETE"].includes(method))
    return;
  const [path = ""] = routedPath(url).split(/[?#]/, 1);
  const routes = routesAt(path.replace(/(?<=.)\/+$/, ""));
  if (routes.length === 0) return;
  const route = selectRoute(routes, method, parseMicroversion(answered.version));
  const declared = [route.answer, route.otherAnswer].find((one) => one?.status === status);
  const where = `${method} ${path} answered ${status}`;
  if (!declared) throw new Error(`${where}, which its route does not declare`);
  for (const name of ["ETag", "Location"] as const)
    if ((declared.headers?.includes(name) ?? false) !== Object.hasOwn(headers, name.toLowerCase()))
      throw new Error(`${where} with or without ${name}, unlike what its route declares`);
  if (!declared.body) {
    if (body !== undefined) throw new Error(`${where} with a body that its route does not declare`);
    return;
  }
  const parsed = declared.body.safeParse(body);
  if (!parsed.success) throw new Error(`${where}: ${parsed.error.message}`);
  const undeclared = undeclaredFields(body, parsed.data, "");
  if (undeclared.length > 0)
    throw new Error(`${where} with fields that are not declared: ${undeclared.join(", ")}`);
}

/** The most exact path wins, as in the router: `/clusters/detail` before `/clusters/:cluster`. */
function routesAt(path: string): readonly Route[] {
  const fitting = ROUTES.filter((route) => patternOf(route.path).test(path));
  const exact = fitting.filter((route) => route.path === path);
  return exact.length > 0 ? exact : fitting;
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/:\w+/g, "[^/]+")}$`);
}

/** Schemas leave out what they do not know, so what the parsed value lacks is not declared. */
function undeclaredFields(sent: unknown, known: unknown, at: string): readonly string[] {
  if (typeof sent !== "object" || sent === null) return [];
  if (typeof known !== "object" || known === null) return [at];
  return Object.entries(sent).flatMap(([name, value]) =>
    Object.hasOwn(known, name)
      ? undeclaredFields(
          value,
          Object.getOwnPropertyDescriptor(known, name)?.value,
          `${at}/${name}`,
        )
      : [`${at}/${name}`],
  );
}
