import type { RecordedRequest } from "../request/recorded-request.ts";
import type { Entry, MemoryTable } from "./memory-table.ts";
import type { RequestRows } from "./store.ts";

export function requestRows(table: MemoryTable<Entry<RecordedRequest>>): RequestRows {
  const keyOf = (by: Pick<RecordedRequest, "projectId" | "userId" | "key">) =>
    JSON.stringify([by.projectId, by.userId, by.key]);
  return {
    find: async (by) => table.find(keyOf(by))?.value,
    insert: async (request) => table.insert({ version: 1, key: keyOf(request), value: request }),
    async removeBefore(time) {
      const old = [...table.all()].filter(({ value }) => value.createdAt < time);
      for (const { key } of old) table.put(key, undefined);
    },
  };
}
