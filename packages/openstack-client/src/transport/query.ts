import { InvalidRequestError } from "../errors/caller-errors.ts";

/** Query parameters: undefined ones are left out, lists are repeated. */
export type Query = Readonly<
  Record<string, string | number | boolean | undefined | readonly string[]>
>;

/** Puts the parameters behind the URL, after those it already has. */
export function withQuery(url: string, query: Query | undefined): string {
  const target = new URL(url);
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) {
      target.searchParams.append(name, String(one));
    }
  }
  return target.href;
}

/** Whether the value can stand in a path: empty and dots alone would mean another place. */
export function isPathSegment(value: string): boolean {
  return !["", ".", ".."].includes(value);
}

/**
 * Builds a path: every value is encoded, so that a name cannot leave its place.
 *
 * @throws {@link InvalidRequestError} for a value that is no segment of a path.
 */
export function path(parts: TemplateStringsArray, ...values: readonly string[]): string {
  for (const value of values) {
    if (!isPathSegment(value)) {
      throw new InvalidRequestError(`"${value}" is neither a name nor an id`);
    }
  }
  return parts.reduce(
    (built, part, index) => built + encodeURIComponent(values[index - 1] ?? "") + part,
  );
}
