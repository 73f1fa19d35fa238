import type { JeroboamError } from "../errors/jeroboam-error.ts";
import { deepFreeze } from "./deep-freeze.ts";
import { storeConflict } from "./store-conflict.ts";

interface Versioned {
  readonly version: number;
}

/** What has no version of its own is written whole. */
export interface Entry<Value> {
  readonly version: number;
  readonly key: string;
  readonly value: Value;
}

/**
 * Rows by key in order of insertion. `fork()` gives a view whose writes stay its own until
 * `commit()`, which is how a transaction is whole or nothing.
 */
export class MemoryTable<Row extends Versioned> {
  readonly #kind: string;
  readonly #keyOf: (row: Row) => string;
  readonly #parent: MemoryTable<Row> | undefined;
  readonly #rows = new Map<string, Row | undefined>();
  #writes = 0;

  constructor(kind: string, keyOf: (row: Row) => string, parent?: MemoryTable<Row>) {
    this.#kind = kind;
    this.#keyOf = keyOf;
    this.#parent = parent;
  }

  fork(): MemoryTable<Row> {
    return new MemoryTable(this.#kind, this.#keyOf, this);
  }

  commit(): void {
    for (const [key, row] of this.#rows) this.#parent?.put(key, row);
  }

  /** How often rows were written; the same number says that the rows are the same. */
  get revision(): number {
    return this.#writes + (this.#parent?.revision ?? 0);
  }

  find(key: string): Row | undefined {
    return this.#rows.has(key) ? this.#rows.get(key) : this.#parent?.find(key);
  }

  *all(): Iterable<Row> {
    for (const row of this.#parent?.all() ?? []) {
      const key = this.#keyOf(row);
      if (!this.#rows.has(key)) yield row;
      else {
        const own = this.#rows.get(key);
        if (own) yield own;
      }
    }
    for (const [key, row] of this.#rows) if (row && !this.#parent?.find(key)) yield row;
  }

  insert(row: Row): void {
    const key = this.#keyOf(row);
    if (this.find(key)) throw this.#conflict(key);
    this.put(key, deepFreeze(row));
  }

  replace(row: Row): Row {
    this.#expect(row);
    const next = deepFreeze({ ...row, version: row.version + 1 });
    this.put(this.#keyOf(next), next);
    return next;
  }

  remove(row: Row): void {
    this.#expect(row);
    this.put(this.#keyOf(row), undefined);
  }

  put(key: string, row: Row | undefined): void {
    this.#writes += 1;
    if (row === undefined && this.#parent === undefined) this.#rows.delete(key);
    else this.#rows.set(key, row);
  }

  #expect(row: Row): void {
    const key = this.#keyOf(row);
    if (this.find(key)?.version !== row.version) throw this.#conflict(key);
  }

  #conflict(key: string): JeroboamError {
    return storeConflict(this.#kind, key);
  }
}
