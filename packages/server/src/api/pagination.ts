import { badRequest, invalidInput } from "./api-error.ts";
import { isUuid } from "./wire/attribute.ts";

/** The arguments of every list. */
export const LIST_ARGUMENTS = ["marker", "limit", "sort_key", "sort_dir"];
const MAXIMUM_LIMIT = 1000;

export type Query = ReadonlyMap<string, string>;

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
  query: Query,
  sortKeys: Readonly<Record<string, Key>>,
): RequestedPage<Key> {
  const limit = limitOf(query.get("limit"));
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
    ...(marker === undefined ? {} : { marker }),
    ...(sortKey === undefined ? {} : { sortKey }),
  };
}

/** Where the list goes on; empty when the page was not full. */
export function nextPage(
  baseUrl: string,
  resource: string,
  query: Query,
  rows: readonly { readonly uuid: string }[],
): { readonly next?: string } {
  const limit = limitOf(query.get("limit"));
  const last = rows.at(-1);
  if (!last || rows.length < limit) return {};
  const parameters = new URLSearchParams({
    sort_key: query.get("sort_key") ?? "id",
    sort_dir: query.get("sort_dir") ?? "asc",
    limit: String(limit),
    marker: last.uuid,
  });
  return { next: `${baseUrl}/v1/${resource}?${parameters.toString()}` };
}

function limitOf(text: string | undefined): number {
  if (text === undefined) return MAXIMUM_LIMIT;
  if (!/^\s*[+-]?\d+\s*$/.test(text))
    throw invalidInput(
      "limit",
      text,
      `unable to convert to int. Error: invalid literal for int() with base 10: '${text}'`,
    );
  const limit = Number(text);
  if (limit <= 0) throw badRequest("Limit must be positive");
  return Math.min(limit, MAXIMUM_LIMIT);
}
