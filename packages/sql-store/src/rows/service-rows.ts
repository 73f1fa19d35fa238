import type { ServiceRows } from "@jeroboam/core";
import { serviceCodec } from "../row-codecs.ts";
import { insertRow } from "./insert.ts";
import type { RowScope } from "./row-scope.ts";

export function serviceRows(scope: RowScope): ServiceRows {
  const { db } = scope;
  return {
    async beat({ host, binary, now }) {
      const count = async () => {
        const { numUpdatedRows } = await db
          .updateTable("services")
          .set((eb) => ({
            reportCount: eb("reportCount", "+", 1),
            lastSeenUp: now.getTime(),
            updatedAt: now.getTime(),
          }))
          .where("host", "=", host)
          .where("binary", "=", binary)
          .executeTakeFirstOrThrow();
        return numUpdatedRows === 1n;
      };
      if (!(await count())) {
        const { id: _, ...first } = serviceCodec.encode({
          id: 0,
          host,
          binary,
          reportCount: 1,
          disabled: false,
          disabledReason: null,
          lastSeenUp: now,
          createdAt: now,
          updatedAt: null,
        });
        // Another process of the same name may have been as quick.
        if ((await insertRow(scope, "services", first, "id")) === undefined) await count();
      }
      const stored = await db
        .selectFrom("services")
        .selectAll()
        .where("host", "=", host)
        .where("binary", "=", binary)
        .executeTakeFirstOrThrow();
      return serviceCodec.decode(stored);
    },
    async list() {
      const found = await db.selectFrom("services").selectAll().orderBy("id").execute();
      return found.map((stored) => serviceCodec.decode(stored));
    },
  };
}
