/** Paths that do not stand below a version. */
const OUTSIDE = ["", "v1", "healthcheck"];

/**
 * Puts /v1 before a path that lacks it, which bookmark links rely on.
 *
 * @upstream magnum/api/controllers/root.py `RootController._route`
 */
export function withVersion(url: string): string {
  const [path = ""] = url.split("?", 1);
  const [, first = ""] = path.split("/");
  return OUTSIDE.includes(first) || !path.startsWith("/") ? url : `/v1${url}`;
}
