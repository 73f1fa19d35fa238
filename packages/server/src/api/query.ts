import { badRequest } from "./api-error.ts";
import type { Query } from "./pagination.ts";

/** Reads the part after the question mark; of an argument given twice the first counts. */
export function parseQuery(url: string): Query {
  const mark = url.indexOf("?");
  const query = new Map<string, string>();
  if (mark < 0) return query;
  for (const [name, value] of new URLSearchParams(url.slice(mark + 1)))
    if (!query.has(name)) query.set(name, value);
  return query;
}

/** @upstream wsme/exc.py `UnknownArgument` */
export function refuseUnknownArguments(query: Query, known: readonly string[]): void {
  for (const name of query.keys())
    if (!known.includes(name)) throw badRequest(`Unknown argument: "${name}"`);
}
