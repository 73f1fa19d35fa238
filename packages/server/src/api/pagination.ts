import { badRequest, invalidInput } from "./api-error.ts";
import { isUuid } from "./wire/attribute.ts";

/** The arguments of every list. */
export const LIST_ARGUMENTS = ["marker", "limit", "sort_key", "sort_dir"];
/** Most rows of a page where the operator says nothing. */
export const DEFAULT_MAX_LIMIT = 1000;

export type Query = ReadonlyMap<string, string>;

/** What of a request says which rows are wanted. */
export interface ListRequest {
  readonly query: Query;
  /** Most rows of a page, and as many where the caller names no number. */
  readonly maxLimit: number;
}

/** One page of a list, in core's terms. */
export interface RequestedPage<Key> {
  readonly limit: number;
  readonly marker?: string;
  /** Left out for the order of creation. */
  readonly sortKey?: Key;
  readonly sortDirection: "asc" | "desc";
}

/**
 * Reads the arguments of a list.
 *
 * @param sortKeys - name on the wire → property of the row
 * @upstream magnum/api/utils.py `validate_limit`, `validate_sort_dir`
 */
export function parsePage<Key extends string>(
  { query, maxLimit }: ListRequest,
  sortKeys: Readonly<Record<string, Key>>,
): RequestedPage<Key> {
  const limit = limitOf(query.get("limit"), maxLimit);
  const marker = query.get("marker");
  if (marker !== undefined && !isUuid(marker))
    throw invalidInput(
      "marker",
      marker,
      `unable to convert to uuid. Error: Expected a uuid but received ${marker}.`,
    );
  const sortName = query.get("sort_key") || "id";
  const sortKey = Object.hasOwn(sortKeys, sortName) ? sortKeys[sortName] : undefined;
  if (sortName !== "id" && sortKey === undefined)
    throw badRequest(`The sort_key value "${sortName}" is an invalid field for sorting`);
  const sortDirection = query.get("sort_dir") ?? "asc";
  if (sortDirection !== "asc" && sortDirection !== "desc")
    throw badRequest(
      `Invalid sort direction: ${sortDirection}. Acceptable values are 'asc' or 'desc'`,
    );
  return {
    limit,
    sortDirection,
    ...(marker === undefined ? {} : { marker: marker.toLowerCase() }),
    ...(sortKey === undefined ? {} : { sortKey }),
  };
}

/**
 * Where the list goes on; empty when the page was not full.
 *
 * @param kept - further arguments that say which rows the list has
 */
export function nextPage(
  { baseUrl, query, maxLimit }: ListRequest & { readonly baseUrl: string },
  resource: string,
  rows: readonly { readonly uuid: string }[],
  kept: readonly string[] = [],
): { readonly next?: string } {
  const limit = limitOf(query.get("limit"), maxLimit);
  const last = rows.at(-1);
  if (!last || rows.length < limit) return {};
  // A sort key that was let in, a number and a uuid are the same in an address.
  const order = `sort_key=${query.get("sort_key") ?? "id"}&sort_dir=${query.get("sort_dir") ?? "asc"}`;
  let next = `${baseUrl}/v1/${resource}?${order}&limit=${limit}&marker=${last.uuid}`;
  for (const name of kept) {
    const value = query.get(name);
    if (value) next += `&${new URLSearchParams([[name, value]]).toString()}`;
  }
  return { next };
}

function limitOf(text: string | undefined, maxLimit: number): number {
  if (text === undefined) return maxLimit;
  if (!/^\s*[+-]?\d+\s*$/.test(text))
    throw invalidInput(
      "limit",
      text,
      `unable to convert to int. Error: invalid literal for int() with base 10: '${text}'`,
    );
  const limit = Number(text);
  if (limit <= 0) throw badRequest("Limit must be positive");
  return Math.min(limit, maxLimit);
}
