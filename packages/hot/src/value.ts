/** A value of the template language: JSON, and in plans also {@link Deferred} at any depth. */
export type HotValue = null | boolean | number | string | Deferred | readonly HotValue[] | HotMap;

/** A map of the template language. */
export interface HotMap {
  readonly [key: string]: HotValue;
}

/**
 * A value that exists only once a resource does, such as the address of a server still to be made.
 *
 * Functions pass it on: whatever is computed from it is deferred too, and names all its sources.
 */
export class Deferred {
  /** What is waited for: `name` for a reference id, `name.attribute.path` for an attribute. */
  readonly sources: readonly string[];

  constructor(sources: readonly string[]) {
    this.sources = [...new Set(sources)].toSorted();
  }
}

/** Makes a deferred value that waits for one reference id or attribute. */
export const deferred = (...sources: string[]): Deferred => new Deferred(sources);

/** Whether a value is itself deferred; parts of it may still be, see {@link deferredSources}. */
export const isDeferred = (value: unknown): value is Deferred => value instanceof Deferred;

/** Whether a value is a map of the language, neither a list nor deferred. */
export const isMap = (value: unknown): value is HotMap =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !isDeferred(value);

/** Whether a value is a list of the language. */
export const isList = (value: unknown): value is readonly HotValue[] => Array.isArray(value);

/** Lists what a value waits for at any depth; empty when the value is fully known. */
export function deferredSources(value: HotValue): readonly string[] {
  if (isDeferred(value)) return value.sources;
  if (isList(value)) return value.flatMap(deferredSources);
  if (isMap(value)) return Object.values(value).flatMap(deferredSources);
  return [];
}

/** Whether two values are equal, as Python's `==` has it: `true` equals 1. Key order is no matter. */
export function valuesEqual(left: HotValue, right: HotValue): boolean {
  if (isDeferred(left) || isDeferred(right)) {
    return isDeferred(left) && isDeferred(right) && left.sources.join() === right.sources.join();
  }
  if (isList(left)) {
    return (
      isList(right) &&
      left.length === right.length &&
      left.every((item, index) => valuesEqual(item, right[index] ?? null))
    );
  }
  if (isMap(left)) {
    const keys = Object.keys(left);
    return (
      isMap(right) &&
      keys.length === Object.keys(right).length &&
      keys.every(
        (key) => Object.hasOwn(right, key) && valuesEqual(left[key] ?? null, right[key] ?? null),
      )
    );
  }
  return asNumber(left) === asNumber(right);
}

const asNumber = (value: HotValue): HotValue =>
  typeof value === "boolean" ? Number(value) : value;

/** The value at a key of its own; undefined for inherited names such as `constructor`. */
export const own = <Value>(
  map: { readonly [key: string]: Value },
  key: string,
): Value | undefined => (Object.hasOwn(map, key) ? map[key] : undefined);

/** The value at a list position, from the end when negative; undefined outside. */
export const itemAt = <Value>(list: readonly Value[], index: number): Value | undefined =>
  list.at(index);
