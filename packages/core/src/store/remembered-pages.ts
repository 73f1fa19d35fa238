/** Enough for the pages that somebody goes through again and again. */
const MOST_PAGES = 32;

/** Something whose content is the same while its revision is. */
interface Revised {
  readonly revision: number;
}

/**
 * Answers a page with the same frozen array again as long as nothing was written, so that callers
 * can know again what they made of it.
 */
export function rememberedPages<Row>(
  source: Revised,
): (query: object, read: () => readonly Row[]) => readonly Row[] {
  const pages = new Map<string, readonly Row[]>();
  let revision = source.revision;
  return (query, read) => {
    if (source.revision !== revision) pages.clear();
    ({ revision } = source);
    const key = JSON.stringify(query);
    const known = pages.get(key);
    if (known) return known;
    const page = Object.freeze([...read()]);
    const oldest = pages.keys().next();
    if (pages.size >= MOST_PAGES && !oldest.done) pages.delete(oldest.value);
    pages.set(key, page);
    return page;
  };
}
