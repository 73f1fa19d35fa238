import { ApiError, wordless } from "./api-error.ts";
import { type Microversion, versionText } from "./microversion.ts";
import type { Method, Route } from "./route.ts";

/** Groups routes by path, because a path answers 405 to the methods that it does not have. */
export function routesByPath(routes: readonly Route[]): ReadonlyMap<string, readonly Route[]> {
  return Map.groupBy(routes, (route) => route.path);
}

/**
 * The route of a path that has the method in that microversion.
 *
 * @throws 404 for a path that ended before this microversion, 405 without the method, 406 without it
 * in this microversion.
 * @upstream magnum/api/controllers/base.py `Controller.__getattribute__`
 */
export function selectRoute(
  routes: readonly Route[],
  method: string,
  version: Microversion,
): Route {
  if (routes.every(({ until = version }) => until < version)) throw wordless(404);
  const wanted = method === "HEAD" ? "GET" : method;
  const withMethod = routes.filter((route) => route.method === wanted);
  const [first] = withMethod;
  if (!first) throw methodNotAllowed(routes.map((route) => route.method));
  const route = withMethod.find(
    ({ since = version, until = version }) => since <= version && version <= until,
  );
  if (route) return route;
  throw new ApiError(
    406,
    `Version ${versionText(version)} was requested but the requested API ${first.name} is not supported for this version.`,
    "",
  );
}

/** Refuses a method with 405 and says which ones there are. */
export function methodNotAllowed(methods: readonly Method[]): ApiError {
  return wordless(405, { allow: [...new Set(methods)].toSorted().join(", ") });
}
