import type { CursorRows } from "@jeroboam/core";
import { insertOnce } from "./insert.ts";
import type { RowScope } from "./row-scope.ts";

/** Counters beside those that give numbers: where a cursor stands, and until when somebody has it. */
const positionOf = (name: string) => `cursor ${name}`;
const leaseOf = (name: string) => `cursor ${name} lease`;

export function cursorRows(scope: RowScope): CursorRows {
  const { db } = scope;
  const valueOf = async (name: string) =>
    (await db.selectFrom("counters").select("value").where("name", "=", name).executeTakeFirst())
      ?.value;
  return {
    position: (name) => valueOf(positionOf(name)),
    async claim({ name, start, now, until }) {
      if ((await valueOf(positionOf(name))) === undefined) {
        await insertOnce(scope, "counters", { name: leaseOf(name), value: 0 });
        await insertOnce(scope, "counters", { name: positionOf(name), value: start });
      }
      const { numUpdatedRows } = await db
        .updateTable("counters")
        .set({ value: until.getTime() })
        .where("name", "=", leaseOf(name))
        .where("value", "<=", now.getTime())
        .executeTakeFirstOrThrow();
      return numUpdatedRows === 1n ? valueOf(positionOf(name)) : undefined;
    },
    async settle({ name, until, position }) {
      const { numUpdatedRows } = await db
        .updateTable("counters")
        .set({ value: 0 })
        .where("name", "=", leaseOf(name))
        .where("value", "=", until.getTime())
        .executeTakeFirstOrThrow();
      if (numUpdatedRows !== 1n) return false;
      await db
        .updateTable("counters")
        .set({ value: position })
        .where("name", "=", positionOf(name))
        .execute();
      return true;
    },
  };
}
