import type { Call } from "../http/route.ts";
import type { JsonObject } from "../json.ts";

/** Where something stands, for example `users/abc`. */
export function selfLink(call: Call, path: string): JsonObject {
  return { self: `${call.origin}/identity/v3/${path}` };
}

/** The links of a list, which is always whole. */
export function listLinks(call: Call): JsonObject {
  return { next: null, self: `${call.origin}${call.url}`, previous: null };
}
