import { isDeferred, isList, isMap, itemAt, own, type HotValue } from "../value.ts";

/**
 * Walks list positions and map keys down a plain value, as `get_attr` does with the rest of its
 * path; null where the way ends. A deferred value stays deferred.
 */
export const selectPath = (value: HotValue, path: readonly (string | number)[]): HotValue =>
  path.reduce<HotValue>(selectPart, value);

/** One step of {@link selectPath}: lists and texts by number, maps by name. */
export function selectPart(value: HotValue, part: string | number): HotValue {
  if (isDeferred(value)) return value;
  if (typeof part === "number") {
    if (isList(value)) return itemAt(value, part) ?? null;
    return typeof value === "string" ? (itemAt(Array.from(value), part) ?? null) : null;
  }
  return isMap(value) ? (own(value, part) ?? null) : null;
}
