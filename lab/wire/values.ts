/** What the names in braces stand for: ids of the world, and uuids that answers brought. */
export type Values = ReadonlyMap<string, string>;

/** Puts values where their names stand in braces; a name without a value stays as it is. */
export function fillIn<T>(given: T, values: Values): T {
  return mapStrings(given, (text) =>
    text.replace(/\{(\w+)\}/g, (whole, name: string) => values.get(name) ?? whole),
  );
}

/** The same JSON with every string, keys apart, replaced. */
export function mapStrings<T>(given: T, change: (text: string) => string): T {
  const visit = (value: unknown): unknown => {
    if (typeof value === "string") return change(value);
    if (Array.isArray(value)) return value.map(visit);
    if (typeof value === "object" && value !== null)
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, visit(one)]));
    return value;
  };
  return visit(given) as T;
}
