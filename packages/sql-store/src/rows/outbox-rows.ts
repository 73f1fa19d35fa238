import { randomUUID } from "node:crypto";
import type { OutboxRows } from "@jeroboam/core";
import type { RowScope } from "./row-scope.ts";

/** For a store that nobody else reads. */
export const noOutbox: OutboxRows = {
  append: async () => {},
  take: async () => [],
  remove: async () => {},
  count: async () => 0,
};

export function outboxRows({ db }: RowScope): OutboxRows {
  return {
    async append(operationUuid) {
      await db
        .insertInto("outbox")
        .values({ operationUuid, takenBy: null, takenUntil: 0 })
        .execute();
    },
    async take({ owner, now, until, limit }) {
      const free = await db
        .selectFrom("outbox")
        .select("id")
        .where("takenUntil", "<=", now.getTime())
        .orderBy("id")
        .limit(limit)
        .execute();
      if (free.length === 0) return [];
      // Tells what this call took from what others take at the same time.
      const takenBy = `${owner} ${randomUUID()}`;
      await db
        .updateTable("outbox")
        .set({ takenBy, takenUntil: until.getTime() })
        .where(
          "id",
          "in",
          free.map(({ id }) => id),
        )
        .where("takenUntil", "<=", now.getTime())
        .execute();
      return await db
        .selectFrom("outbox")
        .select(["id", "operationUuid"])
        .where("takenBy", "=", takenBy)
        .orderBy("id")
        .execute();
    },
    async remove(ids) {
      if (ids.length > 0)
        await db
          .deleteFrom("outbox")
          .where("id", "in", [...ids])
          .execute();
    },
    async count() {
      const { count } = await db
        .selectFrom("outbox")
        .select((eb) => eb.fn.countAll().as("count"))
        .executeTakeFirstOrThrow();
      return Number(count);
    },
  };
}
