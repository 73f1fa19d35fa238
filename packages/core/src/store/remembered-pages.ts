/** Enough for the pages that somebody goes through again and again. */
const MOST_PAGES = 32;

/** Pages by the query that asked for them, and by the revision of the rows: it changes with every write. */
export interface RememberedPages<Row> {
  /** The page, when it was kept at that revision. */
  find(query: object, revision: number): readonly Row[] | undefined;
  /**
   * Keeps a page that was read at that revision or later; answers the frozen array to hand out. That
   * is the one of before when its rows are the same objects.
   */
  keep(query: object, revision: number, rows: readonly Row[]): readonly Row[];
}

/**
 * Answers the same frozen array again for the same rows, so that callers can know again what they
 * made of it, and without reading as long as nothing was written.
 */
export function rememberedPages<Row>(): RememberedPages<Row> {
  const pages = new Map<string, { readonly revision: number; readonly rows: readonly Row[] }>();
  return {
    find(query, revision) {
      const known = pages.get(JSON.stringify(query));
      return known?.revision === revision ? known.rows : undefined;
    },
    keep(query, revision, rows) {
      const key = JSON.stringify(query);
      const known = pages.get(key)?.rows;
      const page = known && areSame(known, rows) ? known : Object.freeze([...rows]);
      pages.delete(key);
      const oldest = pages.keys().next();
      if (pages.size >= MOST_PAGES && !oldest.done) pages.delete(oldest.value);
      pages.set(key, { revision, rows: page });
      return page;
    },
  };
}

function areSame<Row>(left: readonly Row[], right: readonly Row[]): boolean {
  return left.length === right.length && left.every((row, index) => row === right[index]);
}
