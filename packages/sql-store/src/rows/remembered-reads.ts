import { rememberedPages, type VersionedRows } from "@jeroboam/core";

/** Rows by uuid that are remembered; all are forgotten when there are more, or something was written. */
const MOST_ROWS = 20_000;

/**
 * Reads outside of transactions: what was read is answered again until the database changes, and a
 * page is the same array while its rows are the same.
 *
 * @param revisionNow - changes with everything that anybody commits; undefined where nobody knows
 */
export function rememberedReads<Row, Query extends object>(
  rows: VersionedRows<Row, Query>,
  revisionNow: (() => number) | undefined,
): Pick<VersionedRows<Row, Query>, "find" | "list"> {
  let reads = 0;
  // Where nobody knows, every read is of another revision than those before.
  const now = revisionNow ?? (() => ++reads);
  const pages = rememberedPages<Row>();
  const found = new Map<string, Row>();
  let foundAt = 0;
  return {
    async find(uuid) {
      const revision = now();
      if (revision !== foundAt || found.size >= MOST_ROWS) found.clear();
      foundAt = revision;
      const known = found.get(uuid);
      if (known) return known;
      const row = await rows.find(uuid);
      if (row && foundAt === revision) found.set(uuid, row);
      return row;
    },
    async list(query) {
      const revision = now();
      return pages.find(query, revision) ?? pages.keep(query, revision, await rows.list(query));
    },
  };
}
