/** The last column is not made narrower than that. */
const LEAST_WIDTH = 10;

/**
 * Draws rows under a head, as the OpenStack commands draw lists.
 *
 * @param columns - how wide the terminal is; the last column is broken into lines to fit
 */
export function textTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  columns = Number.POSITIVE_INFINITY,
): string {
  const others = widthsOf(head.slice(0, -1), rows);
  const room = columns - others.reduce((sum, width) => sum + width + 3, 4);
  const lines = rows.flatMap((row) => broken(row, Math.max(LEAST_WIDTH, room)));
  const widths = widthsOf(head, lines);
  const rule = `+${widths.map((width) => "-".repeat(width + 2)).join("+")}+`;
  const line = (cells: readonly string[]) =>
    `|${widths.map((width, column) => ` ${(cells[column] ?? "").padEnd(width)} `).join("|")}|`;
  return [rule, line(head), rule, ...lines.map(line), rule, ""].join("\n");
}

function widthsOf(head: readonly string[], rows: readonly (readonly string[])[]): number[] {
  return head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
}

/** The row as lines, of which the first alone has the other cells. */
function broken(row: readonly string[], room: number): readonly (readonly string[])[] {
  const [last = ""] = row.slice(-1);
  const [first = "", ...rest] = wordsIn(last, room);
  return [
    [...row.slice(0, -1), first],
    ...rest.map((text) => [...row.slice(0, -1).map(() => ""), text]),
  ];
}

function wordsIn(text: string, room: number): readonly string[] {
  if (text.length <= room) return [text];
  const gap = text.lastIndexOf(" ", room);
  const end = gap > 0 ? gap : room;
  return [text.slice(0, end), ...wordsIn(text.slice(end).trimStart(), room)];
}
