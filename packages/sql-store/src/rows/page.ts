import type { Expression, ExpressionBuilder, SqlBool } from "kysely";
import type { AnyTables, SqlValue } from "../schema.ts";
import type { RowScope } from "./row-scope.ts";

type Filter = (eb: ExpressionBuilder<AnyTables, string>) => readonly Expression<SqlBool>[];

export interface PageRequest {
  readonly table: string;
  /** The column that counts insertions. */
  readonly position: string;
  readonly columns: readonly string[];
  readonly filter: Filter;
  readonly sortKey?: string | undefined;
  readonly sortDirection?: "asc" | "desc" | undefined;
  readonly marker?: { readonly column: string; readonly value: SqlValue } | undefined;
  readonly limit?: number | undefined;
}

/**
 * Reads one page by its last row, never by an offset: rows that come and go meanwhile neither repeat
 * nor hide others. Null is the least value; equal ones stand in order of insertion.
 */
export async function readPage(
  scope: RowScope,
  page: PageRequest,
): Promise<readonly Readonly<Record<string, SqlValue>>[]> {
  const { table, position, sortKey = position } = page;
  const descending = page.sortDirection === "desc";
  let query = scope.anyTable
    .selectFrom(table)
    .select([...page.columns])
    .where((eb) => eb.and(page.filter(eb)));
  if (page.marker) {
    const marker = await findMarker(scope, page, sortKey);
    if (!marker) return [];
    query = query.where((eb) => eb.and(behind(eb, { sortKey, position, descending }, marker)));
  }
  if (sortKey !== position)
    query = query.orderBy(sortKey, (order) => {
      const directed = descending ? order.desc() : order.asc();
      // The others have null first by themselves, and PostgreSQL keeps its indexes that way only when told.
      if (scope.kind !== "postgresql") return directed;
      return descending ? directed.nullsLast() : directed.nullsFirst();
    });
  query = query.orderBy(position, descending ? "desc" : "asc");
  if (page.limit !== undefined) query = query.limit(page.limit);
  return await query.execute();
}

interface Marker {
  readonly sorted: SqlValue;
  readonly position: SqlValue;
}

async function findMarker(
  scope: RowScope,
  { table, position, filter, marker }: PageRequest,
  sortKey: string,
): Promise<Marker | undefined> {
  if (!marker) return undefined;
  const row = await scope.anyTable
    .selectFrom(table)
    .select([...new Set([sortKey, position])])
    .where((eb) => eb.and([...filter(eb), eb(marker.column, "=", marker.value)]))
    .executeTakeFirst();
  return row && { sorted: row[sortKey] ?? null, position: row[position] ?? null };
}

/** The first condition lets an index find the place, the second one leaves out what is not behind it. */
function behind(
  eb: ExpressionBuilder<AnyTables, string>,
  order: { sortKey: string; position: string; descending: boolean },
  marker: Marker,
): Expression<SqlBool>[] {
  const { sortKey, position, descending } = order;
  const next = eb(position, descending ? "<" : ">", marker.position);
  if (sortKey === position) return [next];
  const isNull = eb(sortKey, "is", null);
  if (marker.sorted === null)
    return descending ? [isNull, next] : [eb.or([eb(sortKey, "is not", null), next])];
  const value = marker.sorted;
  return descending
    ? [eb.or([eb(sortKey, "<=", value), isNull]), eb.or([eb(sortKey, "<", value), isNull, next])]
    : [eb(sortKey, ">=", value), eb.or([eb(sortKey, ">", value), next])];
}
