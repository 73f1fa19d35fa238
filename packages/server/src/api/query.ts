import { badRequest, invalidInput, wordless } from "./api-error.ts";
import type { Query } from "./pagination.ts";

const NO_ARGUMENTS: Query = new Map();
/** What stands for bytes that are not UTF-8, and what PostgreSQL takes in no text. */
const UNFIT = /[\uFFFD\0]/;

/**
 * Reads the part after the question mark.
 *
 * @throws 400 for an argument given twice, for a NUL and for what is not UTF-8.
 */
export function parseQuery(url: string): Query {
  const mark = url.indexOf("?");
  if (mark < 0) return NO_ARGUMENTS;
  const query = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(url.slice(mark + 1))) {
    if (UNFIT.test(`${name}${value}`)) throw wordless(400);
    const before = query.get(name);
    if (before !== undefined)
      throw invalidInput(name, `['${before}', '${value}']`, "The argument was given twice.");
    query.set(name, value);
  }
  return query;
}

/** @upstream wsme/exc.py `UnknownArgument` */
export function refuseUnknownArguments(query: Query, known: readonly string[]): void {
  if (query.size === 0) return;
  const unknown = [...query.keys()].filter((name) => !known.includes(name));
  if (unknown.length > 0) throw badRequest(`Unknown argument: "${unknown.join(", ")}"`);
}
