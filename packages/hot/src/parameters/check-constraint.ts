import { TemplateError } from "../template-error.ts";
import { pythonJson, pythonText } from "../python/python-text.ts";
import { isList, isMap, valuesEqual, type HotValue } from "../value.ts";
import type { Bounds, ConstraintDefinition, CustomConstraintCheck } from "./constraint.ts";
import { toNumber } from "./to-number.ts";

/** Brings a value to the type in which allowed values are compared; may throw. */
export type Coercion = (value: HotValue) => HotValue;

/**
 * Finds why a value does not satisfy a constraint; undefined when it does.
 *
 * `coerce` is how the type at hand compares allowed values.
 */
export function constraintProblem(
  constraint: ConstraintDefinition,
  value: HotValue,
  coerce: Coercion,
  customConstraint: CustomConstraintCheck | undefined,
): string | undefined {
  const problem = problemOf(constraint, value, coerce, customConstraint);
  return problem === undefined ? undefined : constraint.description || problem;
}

function problemOf(
  constraint: ConstraintDefinition,
  value: HotValue,
  coerce: Coercion,
  customConstraint: CustomConstraintCheck | undefined,
): string | undefined {
  if ("range" in constraint) {
    if (within(toNumber(value), constraint.range)) return undefined;
    return `${pythonText(value)} is out of range ${limits(constraint.range)}`;
  }
  if ("length" in constraint) {
    const length = lengthOf(value);
    if (within(length, constraint.length)) return undefined;
    return `length (${length}) is out of range ${limits(constraint.length)}`;
  }
  if ("modulo" in constraint) {
    const { step, offset } = constraint.modulo;
    const number = toNumber(value);
    if (number - step * Math.floor(number / step) === offset) return undefined;
    return `${pythonText(value)} is not a multiple of ${step} with an offset of ${offset}`;
  }
  if ("allowedValues" in constraint) {
    if (isAllowed(value, constraint.allowedValues, coerce)) return undefined;
    const allowed = constraint.allowedValues.map((item) => pythonJson(item)).join(", ");
    return `${pythonJson(value)} is not an allowed value [${allowed}]`;
  }
  if ("allowedPattern" in constraint) {
    if (matchesWhole(constraint.allowedPattern, pythonText(value))) return undefined;
    return `"${pythonText(value)}" does not match pattern "${constraint.allowedPattern}"`;
  }
  return customConstraint?.(constraint.customConstraint, value);
}

const within = (value: number, { min = -Infinity, max = Infinity }: Bounds): boolean =>
  value >= min && value <= max;

const limits = ({ min, max }: Bounds): string => `(min: ${min ?? "None"}, max: ${max ?? "None"})`;

const lengthOf = (value: HotValue): number => {
  if (isList(value)) return value.length;
  return isMap(value) ? Object.keys(value).length : [...pythonText(value)].length;
};

function isAllowed(value: HotValue, allowed: readonly HotValue[], coerce: Coercion): boolean {
  if (isList(value)) {
    return value.every((item) => allowed.some((other) => valuesEqual(other, item)));
  }
  const wanted = coerce(value);
  return allowed.some((item) => valuesEqual(coerce(item), wanted));
}

/** Python's anchors and named groups, in JavaScript's notation. */
function matchesWhole(pattern: string, text: string): boolean {
  const translated = pattern
    .replaceAll("(?P<", "(?<")
    .replaceAll(/\(\?P=(\w+)\)/g, "\\k<$1>")
    .replaceAll("\\A", "^")
    .replaceAll("\\Z", "$");
  try {
    return new RegExp(translated, "y").exec(text)?.[0].length === text.length;
  } catch (cause) {
    throw new TemplateError("InvalidSchemaError", `Invalid pattern "${pattern}"`, { cause });
  }
}

const constraintNames: readonly (readonly [string, string, readonly string[]])[] = [
  ["range", "Range", ["number"]],
  ["modulo", "Modulo", ["number"]],
  ["length", "Length", ["string", "comma_delimited_list", "json"]],
  ["allowedValues", "AllowedValues", ["string", "number", "boolean", "comma_delimited_list"]],
  ["allowedPattern", "AllowedPattern", ["string"]],
  ["customConstraint", "CustomConstraint", ["string", "number", "boolean", "comma_delimited_list"]],
];

/** Finds why a constraint does not suit a parameter type; undefined when it does. */
export function unsuitable(constraint: ConstraintDefinition, type: string): string | undefined {
  const entry = constraintNames.find(([key]) => Object.hasOwn(constraint, key));
  if (entry === undefined || entry[2].includes(type)) return undefined;
  return `${entry[1]} constraint invalid for ${type}`;
}
