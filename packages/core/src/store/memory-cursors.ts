import type { MemoryTable } from "./memory-table.ts";
import type { CursorRows } from "./store.ts";

/** Where a cursor stands; the time in milliseconds since 1970. */
export interface StoredCursor {
  readonly name: string;
  readonly version: number;
  readonly position: number;
  /** Until when somebody has it; 0 where nobody does. */
  readonly untilMs: number;
}

export function cursorRows(table: MemoryTable<StoredCursor>): CursorRows {
  return {
    position: async (name) => table.find(name)?.position,
    async claim({ name, start, now, until }) {
      const known = table.find(name) ?? { name, version: 0, position: start, untilMs: 0 };
      if (known.untilMs > now.getTime()) return undefined;
      table.put(name, { ...known, version: known.version + 1, untilMs: until.getTime() });
      return known.position;
    },
    async settle({ name, until, position }) {
      const known = table.find(name);
      if (known?.untilMs !== until.getTime()) return false;
      table.put(name, { ...known, version: known.version + 1, position, untilMs: 0 });
      return true;
    },
  };
}
