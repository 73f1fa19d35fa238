import type { SqlValue } from "../schema.ts";
import type { RowScope } from "./row-scope.ts";

type Values = Readonly<Record<string, SqlValue>>;

/**
 * Inserts a row unless its key is there; answers the number that the database gave it, undefined when
 * the key was there. PostgreSQL ends a transaction at an error, so there is none.
 */
export async function insertRow(
  scope: RowScope,
  table: string,
  values: Values,
  numbered: string,
): Promise<number | undefined> {
  const insert = scope.anyTable.insertInto(table).values(values);
  if (scope.kind === "mysql") {
    const result = await unlessDuplicate(() => insert.executeTakeFirstOrThrow());
    return result && Number(result.insertId);
  }
  const row = await insert
    .onConflict((conflict) => conflict.doNothing())
    .returning(numbered)
    .executeTakeFirst();
  return row && Number(row[numbered]);
}

/** The same for a table whose rows have no number; answers whether the row is new. */
export async function insertOnce(scope: RowScope, table: string, values: Values): Promise<boolean> {
  const insert = scope.anyTable.insertInto(table).values(values);
  if (scope.kind === "mysql")
    return (await unlessDuplicate(() => insert.executeTakeFirstOrThrow())) !== undefined;
  const result = await insert
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return result.numInsertedOrUpdatedRows === 1n;
}

async function unlessDuplicate<T>(insert: () => Promise<T>): Promise<T | undefined> {
  try {
    return await insert();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ER_DUP_ENTRY")
      return undefined;
    throw error;
  }
}
