import { deepFreeze, type Page, storeConflict, type VersionedRows } from "@jeroboam/core";
import type { Expression, ExpressionBuilder, SqlBool } from "kysely";
import type { RowCodec } from "../row-codec.ts";
import type { AnyTables, SqlValue } from "../schema.ts";
import { insertOnce } from "./insert.ts";
import { readPage } from "./page.ts";
import type { RowCache } from "./row-cache.ts";
import type { RowScope } from "./row-scope.ts";

/** More ids than that are asked for in several statements. */
const MAX_IDS = 500;

export interface VersionedTable<Row, Query> {
  readonly table: string;
  /** What errors call a row. */
  readonly kind: string;
  readonly codec: RowCodec<Row>;
  readonly filter: (
    query: Query,
  ) => (eb: ExpressionBuilder<AnyTables, string>) => readonly Expression<SqlBool>[];
  /** Columns that the row has no property for. */
  readonly derived?: (row: Row) => Readonly<Record<string, SqlValue>>;
}

/** Rows with uuid, version and position. Pages are read as (position, version) first. */
export function versionedRows<
  Row extends { readonly uuid: string; readonly version: number },
  Query extends Page<Row>,
>(
  scope: RowScope,
  cache: RowCache<Row>,
  { table, kind, codec, filter, derived }: VersionedTable<Row, Query>,
): VersionedRows<Row, Query> {
  const encode = (row: Row) => ({ ...codec.encode(row), ...derived?.(row) });

  /** What a transaction reads may be its own and come to nothing, so only others' reads are kept. */
  const shared = (stored: Readonly<Record<string, SqlValue>>): Row => {
    const position = Number(stored["position"]);
    const known = cache.find(position, Number(stored["version"]));
    if (known) return known;
    const row = codec.decode(stored);
    return scope.events ? row : cache.keep(position, row);
  };

  async function readMissing(positions: readonly number[]): Promise<ReadonlyMap<number, Row>> {
    const rows = new Map<number, Row>();
    for (let start = 0; start < positions.length; start += MAX_IDS) {
      const found = await scope.anyTable
        .selectFrom(table)
        .selectAll()
        .where("position", "in", positions.slice(start, start + MAX_IDS))
        .execute();
      for (const stored of found) rows.set(Number(stored["position"]), shared(stored));
    }
    return rows;
  }

  return {
    async find(uuid) {
      const stored = await scope.anyTable
        .selectFrom(table)
        .selectAll()
        .where("uuid", "=", uuid)
        .executeTakeFirst();
      return stored && shared(stored);
    },
    async list(query) {
      const { sortKey, sortDirection, marker, limit } = query;
      const keys = await readPage(scope, {
        table,
        position: "position",
        columns: ["position", "version"],
        filter: filter(query),
        sortKey,
        sortDirection,
        marker: marker === undefined ? undefined : { column: "uuid", value: marker },
        limit,
      });
      const page = keys.map((key) => {
        const position = Number(key["position"]);
        return { position, row: cache.find(position, Number(key["version"])) };
      });
      const missing = page.filter(({ row }) => !row).map(({ position }) => position);
      const read = await readMissing(missing);
      // One that was removed between the two reads is left out.
      return page.flatMap(({ position, row }) => row ?? read.get(position) ?? []);
    },
    async insert(row) {
      if (!(await insertOnce(scope, table, encode(row)))) throw storeConflict(kind, row.uuid);
    },
    async replace(row) {
      const next = deepFreeze({ ...row, version: row.version + 1 });
      const { numUpdatedRows } = await scope.anyTable
        .updateTable(table)
        .set(encode(next))
        .where("uuid", "=", row.uuid)
        .where("version", "=", row.version)
        .executeTakeFirstOrThrow();
      if (numUpdatedRows !== 1n) throw storeConflict(kind, row.uuid);
      return next;
    },
    async remove(row) {
      const { numDeletedRows } = await scope.anyTable
        .deleteFrom(table)
        .where("uuid", "=", row.uuid)
        .where("version", "=", row.version)
        .executeTakeFirstOrThrow();
      if (numDeletedRows !== 1n) throw storeConflict(kind, row.uuid);
    },
  };
}
