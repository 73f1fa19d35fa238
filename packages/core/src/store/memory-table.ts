import { JeroboamError } from "../errors/jeroboam-error.ts";

interface Versioned {
  readonly uuid: string;
  readonly version: number;
}

/**
 * Rows by uuid in order of insertion. `fork()` gives a view whose writes stay its own until
 * `commit()`, which is how a transaction is whole or nothing.
 */
export class MemoryTable<Row extends Versioned> {
  readonly #kind: string;
  readonly #parent: MemoryTable<Row> | undefined;
  readonly #rows = new Map<string, Row | undefined>();

  constructor(kind: string, parent?: MemoryTable<Row>) {
    this.#kind = kind;
    this.#parent = parent;
  }

  fork(): MemoryTable<Row> {
    return new MemoryTable(this.#kind, this);
  }

  commit(): void {
    for (const [uuid, row] of this.#rows) this.#parent?.put(uuid, row);
  }

  find(uuid: string): Row | undefined {
    return this.#rows.has(uuid) ? this.#rows.get(uuid) : this.#parent?.find(uuid);
  }

  *all(): Iterable<Row> {
    for (const row of this.#parent?.all() ?? []) {
      if (!this.#rows.has(row.uuid)) yield row;
      else {
        const own = this.#rows.get(row.uuid);
        if (own) yield own;
      }
    }
    for (const [uuid, row] of this.#rows) if (row && !this.#parent?.find(uuid)) yield row;
  }

  insert(row: Row): void {
    if (this.find(row.uuid)) throw this.#conflict(row.uuid);
    this.put(row.uuid, deepFreeze(row));
  }

  replace(row: Row): Row {
    this.#expect(row);
    const next = deepFreeze({ ...row, version: row.version + 1 });
    this.put(row.uuid, next);
    return next;
  }

  remove(row: Row): void {
    this.#expect(row);
    this.put(row.uuid, undefined);
  }

  put(uuid: string, row: Row | undefined): void {
    if (row === undefined && this.#parent === undefined) this.#rows.delete(uuid);
    else this.#rows.set(uuid, row);
  }

  #expect(row: Row): void {
    if (this.find(row.uuid)?.version !== row.version) throw this.#conflict(row.uuid);
  }

  #conflict(uuid: string): JeroboamError {
    return new JeroboamError(
      "JRB_STORE_CONFLICT",
      `The ${this.#kind} ${uuid} was changed by somebody else; read it again.`,
      { details: { kind: this.#kind, uuid }, retryable: true },
    );
  }
}

/** Rows are handed out as they are stored, so nobody may change them. Dates cannot be frozen. */
function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  if (Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}
