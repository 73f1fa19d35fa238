/** One figure of a run. */
export interface Measurement {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** How many times the other's figure it is. */
  readonly ratios: {
    readonly magnum?: number;
    readonly bareNode?: number;
  };
}

/** The figures as lines of text under a heading. */
export function tableOf(measurements: readonly Measurement[]): string {
  const rows = [
    ["what", "value", "unit", "x bare node:http", "x magnum"],
    ...measurements.map(({ name, value, unit, ratios }) => [
      name,
      shown(value),
      unit,
      shown(ratios.bareNode),
      shown(ratios.magnum),
    ]),
  ];
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** The value in the middle; of an even number the lower one of both. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

/** What one in a hundred exceeds. */
export function p99(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.ceil(sorted.length * 0.99) - 1] ?? Number.NaN;
}

function shown(value: number | undefined): string {
  if (value === undefined) return "";
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
