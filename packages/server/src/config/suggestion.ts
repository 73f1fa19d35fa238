/** The known name that a misspelt one is nearest to; undefined when none is near. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const mostEdits = name.length < 4 ? 1 : Math.max(2, Math.floor(name.length / 3));
  const [best] = known
    .map((one) => ({ one, edits: editsBetween(name, one) }))
    .filter(({ edits }) => edits <= mostEdits)
    .toSorted((a, b) => a.edits - b.edits);
  return best?.one;
}

/** Characters to put in, take out or replace. */
function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [done, character] of [...a].entries()) {
    const next = [done + 1];
    for (const [index, other] of [...b].entries())
      next.push(
        Math.min(
          (row[index] ?? 0) + (character === other ? 0 : 1),
          (row[index + 1] ?? 0) + 1,
          (next[index] ?? 0) + 1,
        ),
      );
    row = next;
  }
  return row.at(-1) ?? 0;
}
