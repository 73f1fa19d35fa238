import { STATUS_CODES } from "node:http";
import type { JsonObject } from "../json.ts";

/** What Heat's and Glance's framework says with a status that has no body of its own, in JSON. */
export function statusPage(status: number, message: string): JsonObject {
  const title = STATUS_CODES[status] ?? "Error";
  return { message, code: `${status} ${title}`, title };
}

/** The end of such a message, where a page would have more. */
export const pageBreak = "<br /><br />\n\n\n";

/** Whether a client takes JSON; others get HTML. */
export function acceptsJson(accept: string | undefined): boolean {
  return accept?.includes("application/json") ?? false;
}
