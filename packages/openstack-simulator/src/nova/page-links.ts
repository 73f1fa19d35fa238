import type { Call } from "../http/route.ts";
import type { JsonObject } from "../json.ts";

/** The link to the next page, which Nova gives with every full page, be it the last one. */
export function nextPageLinks(
  collection: "servers" | "flavors",
  page: readonly { readonly id: string }[],
  limit: number,
  { origin, url, query }: Call,
): JsonObject {
  const last = page.at(-1);
  if (last === undefined || page.length < limit) return {};
  const next = new URLSearchParams(query);
  next.set("marker", last.id);
  next.sort();
  const [path] = url.split("?");
  return {
    [`${collection}_links`]: [{ rel: "next", href: `${origin}${path}?${next.toString()}` }],
  };
}
