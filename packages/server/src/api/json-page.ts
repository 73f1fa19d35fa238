/** A page of a list as `JSON.stringify` would write it, out of rows that are JSON already. */
export function jsonPage(
  resource: string,
  rows: readonly string[],
  next: string | undefined,
): Buffer {
  const further = next === undefined ? "" : `,"next":${JSON.stringify(next)}`;
  return Buffer.from(`{${JSON.stringify(resource)}:[${rows.join(",")}]${further}}`);
}
