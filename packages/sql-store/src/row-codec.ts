import { deepFreeze } from "@jeroboam/core";
import type { SqlValue, Stored } from "./schema.ts";

/** How a property is kept: as it is, 0 or 1, milliseconds, JSON, or JSON that needs a hand when read. */
export type ColumnKind = "plain" | "boolean" | "date" | "json" | ((json: string) => unknown);

export interface RowCodec<Row> {
  encode(row: Row): Stored<Row>;
  /** Frozen; columns that are no property of the row are left out. */
  decode(stored: Readonly<Record<string, SqlValue>>): Row;
}

export function rowCodec<Row extends object>(
  kinds: Readonly<Record<keyof Row & string, ColumnKind>>,
): RowCodec<Row> {
  const columns = Object.entries<ColumnKind>(kinds);
  return {
    encode(row) {
      const values = new Map<string, unknown>(Object.entries(row));
      const stored = columns.map(([name, kind]) => [name, encoded(values.get(name), kind)]);
      // Made of the row's own properties by its own table of kinds.
      return Object.fromEntries(stored) as Stored<Row>;
    },
    decode(stored) {
      const row: Record<string, unknown> = {};
      for (const [name, kind] of columns) row[name] = decoded(stored[name] ?? null, kind);
      // `encode` wrote it.
      return deepFreeze(row) as Row;
    },
  };
}

function encoded(value: unknown, kind: ColumnKind): SqlValue {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.getTime();
  if (kind === "boolean") return value === true ? 1 : 0;
  if (kind === "plain" && (typeof value === "string" || typeof value === "number")) return value;
  return JSON.stringify(value);
}

function decoded(value: SqlValue, kind: ColumnKind): unknown {
  if (value === null || kind === "plain") return value;
  if (kind === "boolean") return Number(value) === 1;
  if (kind === "date") return new Date(Number(value));
  return kind === "json" ? JSON.parse(String(value)) : kind(String(value));
}
