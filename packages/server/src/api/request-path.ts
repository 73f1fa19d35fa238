import { withoutTrailing } from "../without-trailing.ts";

/** First elements that stand beside the version, not below it. */
const OUTSIDE = ["", "v1", ".json", "v1.json", "healthcheck", "healthcheck.json"];

/**
 * The path that is routed, with the query as it came: without the mount path, without doubled
 * slashes, and with /v1 before what lacks it, which bookmark links rely on.
 *
 * @param mountPath - where the API hangs, such as `/container-infra`; empty for the root
 * @upstream magnum/api/controllers/root.py `RootController._route`
 */
export function routedPath(url: string, mountPath = ""): string {
  // Nearly all are as they should be already.
  if (mountPath === "" && url.startsWith("/v1/") && !url.includes("//")) return url;
  const target = url.replace(/^https?:\/\/[^/?#]*/i, "");
  const end = target.search(/[?#]/);
  const rawPath = end < 0 ? target : target.slice(0, end);
  const rest = end < 0 ? "" : target.slice(end);
  const path = withoutMount(`/${rawPath}`.replace(/\/+/g, "/"), mountPath);
  const [, first = ""] = path.split("/");
  return `${OUTSIDE.includes(first) ? "" : "/v1"}${path}${rest}`;
}

/**
 * Whether a path is answered without a token, also where there is nothing at it.
 *
 * @upstream magnum/api/middleware/auth_token.py `AuthTokenMiddleware`
 */
export function isPublicPath(path: string): boolean {
  return /^(\/|\/v1|\/healthcheck)(\.json)?$/.test(withoutTrailing(path, "/") || "/");
}

function withoutMount(path: string, mountPath: string): string {
  if (path === mountPath) return "/";
  return path.startsWith(`${mountPath}/`) ? path.slice(mountPath.length) : path;
}
