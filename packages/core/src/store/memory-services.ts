import type { ConductorService } from "../service/conductor-service.ts";
import type { Entry, MemoryTable } from "./memory-table.ts";
import type { ServiceRows } from "./store.ts";

export function serviceRows(
  table: MemoryTable<Entry<ConductorService>>,
  next: () => number,
): ServiceRows {
  return {
    async beat({ host, binary, now }) {
      const key = `${host} ${binary}`;
      const known = table.find(key)?.value;
      const value: ConductorService = known
        ? { ...known, reportCount: known.reportCount + 1, lastSeenUp: now, updatedAt: now }
        : {
            id: next(),
            host,
            binary,
            reportCount: 1,
            disabled: false,
            disabledReason: null,
            lastSeenUp: now,
            createdAt: now,
            updatedAt: null,
          };
      table.put(key, { version: 1, key, value });
      return value;
    },
    list: async () => [...table.all()].map(({ value }) => value).toSorted((a, b) => a.id - b.id),
  };
}
