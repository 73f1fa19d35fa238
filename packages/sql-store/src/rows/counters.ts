import { sql } from "kysely";
import type { RowScope } from "./row-scope.ts";

/**
 * Takes so many numbers of a counter and answers the first; nobody else takes any before the
 * transaction ends.
 */
export async function takeNumbers(scope: RowScope, name: string, count: number): Promise<number> {
  const { db, kind } = scope;
  if (kind === "mysql") {
    // The new value comes with the answer, as if it were the id of an inserted row.
    const result =
      await sql`update counters set value = last_insert_id(value + ${count}) where name = ${name}`.execute(
        db,
      );
    return Number(result.insertId) - count + 1;
  }
  const { value } = await db
    .updateTable("counters")
    .set((eb) => ({ value: eb("value", "+", count) }))
    .where("name", "=", name)
    .returning("value")
    .executeTakeFirstOrThrow();
  return value - count + 1;
}

/** Changes the row of that name, so that others wait here, or fail at their commit, until we end. */
export async function hold({ db, kind, events }: RowScope, name: string): Promise<void> {
  // Outside of a transaction there is no end to hold it to; SQLite's transactions run alone.
  if (events === undefined || kind === "sqlite") return;
  const { numUpdatedRows } = await db
    .updateTable("holds")
    .set((eb) => ({ count: eb("count", "+", 1) }))
    .where("name", "=", name)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 1n) return;
  const insert = db.insertInto("holds").values({ name, count: 1 });
  await (kind === "mysql"
    ? insert.onDuplicateKeyUpdate((eb) => ({ count: eb("count", "+", 1) }))
    : insert.onConflict((conflict) =>
        conflict.column("name").doUpdateSet((eb) => ({ count: eb("holds.count", "+", 1) })),
      )
  ).execute();
}
