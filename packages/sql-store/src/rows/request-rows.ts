import { type RequestRows, storeConflict } from "@jeroboam/core";
import { requestCodec } from "../row-codecs.ts";
import { insertOnce } from "./insert.ts";
import type { RowScope } from "./row-scope.ts";

export function requestRows(scope: RowScope): RequestRows {
  const { db } = scope;
  return {
    async find({ projectId, userId, key }) {
      const stored = await db
        .selectFrom("requests")
        .selectAll()
        .where("projectId", "=", projectId)
        .where("userId", "=", userId)
        .where("key", "=", key)
        .executeTakeFirst();
      return stored && requestCodec.decode(stored);
    },
    async insert(request) {
      if (await insertOnce(scope, "requests", requestCodec.encode(request))) return;
      const { projectId, userId, key } = request;
      throw storeConflict("request", JSON.stringify([projectId, userId, key]));
    },
    async removeBefore(time) {
      await db.deleteFrom("requests").where("createdAt", "<", time.getTime()).execute();
    },
  };
}
