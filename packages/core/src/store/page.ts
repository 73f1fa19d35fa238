import type { Page } from "./store.ts";

/** Cuts one page out of rows that stand in order of insertion; a marker that is not there gives none. */
export function pageOf<Row extends { readonly uuid: string }>(
  rows: readonly Row[],
  page: Page<Row>,
): readonly Row[] {
  return pageAfter(rows, page, (row) => row.uuid === page.marker);
}

/** The same for rows that are known by something else than a uuid. */
export function pageAfter<Row>(
  rows: readonly Row[],
  page: Omit<Page<Row>, "marker"> & { readonly marker?: unknown },
  isMarker: (row: Row) => boolean,
): readonly Row[] {
  const { sortKey } = page;
  const ascending = sortKey ? rows.toSorted((a, b) => compareValues(a[sortKey], b[sortKey])) : rows;
  const sorted = page.sortDirection === "desc" ? ascending.toReversed() : ascending;
  const marked = page.marker !== undefined;
  const start = marked ? sorted.findIndex(isMarker) + 1 : 0;
  if (marked && start === 0) return [];
  return sorted.slice(start, page.limit === undefined ? undefined : start + page.limit);
}

/** Orders numbers, dates and text; null and undefined come first. */
function compareValues(a: unknown, b: unknown): number {
  const [left, right] = [comparable(a), comparable(b)];
  if (left === right) return 0;
  if (left === null) return -1;
  if (right === null) return 1;
  if (typeof left === "string" && typeof right === "string") return compareText(left, right);
  return left < right ? -1 : 1;
}

/** By code points, which is the order of the bytes of UTF-8, and so a database's. */
function compareText(left: string, right: string): number {
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const difference = planeOrder(left.charCodeAt(index)) - planeOrder(right.charCodeAt(index));
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Halves of a pair stand for what comes behind all that has one half alone. */
function planeOrder(codeUnit: number): number {
  return codeUnit >= 0xd800 && codeUnit <= 0xdfff ? codeUnit + 0x10000 : codeUnit;
}

function comparable(value: unknown): number | string | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.getTime();
  return typeof value === "number" || typeof value === "string" ? value : JSON.stringify(value);
}
