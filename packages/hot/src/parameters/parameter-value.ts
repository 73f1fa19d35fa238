import { valueError } from "../evaluation/template-function.ts";
import { pythonJson, pythonText, pythonTypeName } from "../python/python-text.ts";
import type { ParameterType } from "../template/template.ts";
import { isList, type HotValue } from "../value.ts";
import { toNumber } from "./to-number.ts";

const trueTexts = ["1", "t", "true", "on", "y", "yes"];
const falseTexts = ["0", "f", "false", "off", "n", "no"];

/** Reads a truth value from the many texts OpenStack accepts. */
export function toBoolean(value: HotValue): boolean {
  if (typeof value === "boolean") return value;
  const text = pythonText(value).trim().toLowerCase();
  if (trueTexts.includes(text)) return true;
  if (falseTexts.includes(text)) return false;
  const acceptable = [...trueTexts, ...falseTexts]
    .toSorted()
    .map((item) => `'${item}'`)
    .join(", ");
  throw valueError(
    `Unrecognized value '${pythonText(value)}', acceptable values are: ${acceptable}`,
  );
}

function toList(value: HotValue): HotValue {
  if (isList(value)) return value.map(pythonText);
  if (typeof value === "string") return value === "" ? [] : value.split(",");
  throw valueError(
    `Value must be a comma-delimited list string: '${pythonTypeName(value)}' object has no attribute 'split'`,
  );
}

function toJson(value: HotValue): HotValue {
  if (typeof value !== "string" || value === "") return value;
  try {
    return JSON.parse(value) as HotValue;
  } catch {
    throw valueError("Value must be valid JSON: Expecting value: line 1 column 1 (char 0)");
  }
}

/** How each type reads a given value; may throw a `ValueError` or `TypeError`. */
export const parameterValue: Readonly<Record<ParameterType, (value: HotValue) => HotValue>> = {
  string: pythonText,
  number: (value) => (typeof value === "boolean" ? value : toNumber(value)),
  boolean: toBoolean,
  comma_delimited_list: toList,
  json: toJson,
};

/** How each type's value is shown by the API. */
export const parameterText: Readonly<Record<ParameterType, (value: HotValue) => string>> = {
  string: pythonText,
  number: pythonText,
  boolean: pythonText,
  comma_delimited_list: (value) => (isList(value) ? value.map(pythonText).join(",") : ""),
  json: (value) => pythonJson(value),
};
