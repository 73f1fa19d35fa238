interface Versioned {
  readonly version: number;
}

/**
 * Committed rows by their position, which no other row ever gets. Keeps the latest versions, at most
 * `maxRows` of them, those that were used last. The same version of a row is the same object, as long
 * as it is kept.
 */
export class RowCache<Row extends Versioned> {
  readonly #maxRows: number;
  readonly #rows = new Map<number, Row>();

  constructor(maxRows: number) {
    this.#maxRows = maxRows;
  }

  find(position: number, version: number): Row | undefined {
    const row = this.#rows.get(position);
    if (row?.version !== version) return undefined;
    this.#touch(position, row);
    return row;
  }

  /** Keeps the row, unless it has that version or a later one; answers the one to hand out. */
  keep(position: number, row: Row): Row {
    const known = this.#rows.get(position);
    if (known && known.version >= row.version) return known.version === row.version ? known : row;
    this.#touch(position, row);
    const [oldest] = this.#rows.keys();
    if (this.#rows.size > this.#maxRows && oldest !== undefined) this.#rows.delete(oldest);
    return row;
  }

  #touch(position: number, row: Row): void {
    this.#rows.delete(position);
    this.#rows.set(position, row);
  }
}
