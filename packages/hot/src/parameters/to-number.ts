import { typeError, valueError } from "../evaluation/template-function.ts";
import { pythonRepresentation, pythonTypeName } from "../python/python-text.ts";
import type { HotValue } from "../value.ts";

/** Reads a number as Heat does: numbers and their texts. Throws in Python's words. */
export function toNumber(value: HotValue): number {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return Number(value);
  if (typeof value !== "string") {
    throw typeError(
      `int() argument must be a string, a bytes-like object or a real number, not '${pythonTypeName(value)}'`,
    );
  }
  const text = value.trim();
  if (/^[-+]?\d+(?:_\d+)*$/.test(text)) return Number(text.replaceAll("_", ""));
  if (/^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(text)) return Number(text);
  throw valueError(`could not convert string to float: ${pythonRepresentation(value)}`);
}
