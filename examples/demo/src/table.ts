/** Draws fields and values as the OpenStack client draws `cluster show`. */
export function table(rows: Readonly<Record<string, unknown>>): string {
  const cells = Object.entries(rows).map(([field, value]) => [field, text(value)] as const);
  const widths = [0, 1].map((column) =>
    Math.max(...[["Field", "Value"] as const, ...cells].map((row) => row[column as 0 | 1].length)),
  );
  const [left = 0, right = 0] = widths;
  const line = `+${"-".repeat(left + 2)}+${"-".repeat(right + 2)}+`;
  const row = (field: string, value: string) =>
    `| ${field.padEnd(left)} | ${value.padEnd(right)} |`;
  return [
    line,
    row("Field", "Value"),
    line,
    ...cells.map(([field, value]) => row(field, value)),
    line,
  ].join("\n");
}

function text(value: unknown): string {
  if (value === null) return "None";
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.join(", ") : JSON.stringify(value);
}
