import { pythonText } from "../python/python-text.ts";
import { isList, type HotValue } from "../value.ts";
import type { Bounds, ConstraintDefinition } from "./constraint.ts";
import { checkSchemaKeys, invalidSchema } from "./schema-keys.ts";
import { toNumber } from "./to-number.ts";

const keys = [
  "description",
  "length",
  "range",
  "modulo",
  "allowed_values",
  "allowed_pattern",
  "custom_constraint",
];

/** Reads one entry of a parameter's `constraints`. */
export function parseConstraint(value: HotValue): ConstraintDefinition {
  const definition = checkSchemaKeys(value, keys, "parameter constraints");
  const { description, length, range, modulo } = definition;
  const text = typeof description === "string" ? { description } : {};
  if (modulo !== undefined) return { ...text, modulo: parseModulo(modulo) };
  if (range !== undefined) {
    return { ...text, range: parseBounds(range, "range constraint", "A range constraint") };
  }
  if (length !== undefined) {
    const bounds = parseBounds(length, "length constraint", "A length constraint");
    if (![bounds.min ?? 0, bounds.max ?? 0].every(Number.isInteger)) {
      throw invalidSchema("min/max length must be integral");
    }
    return { ...text, length: bounds };
  }
  return { ...text, ...parseChoice(definition) };
}

function parseChoice(definition: { readonly [key: string]: HotValue }): ConstraintDefinition {
  const {
    allowed_values: values,
    allowed_pattern: pattern,
    custom_constraint: custom,
  } = definition;
  if (values !== undefined) {
    if (!isList(values)) throw invalidSchema("AllowedValues must be a list");
    return { allowedValues: values };
  }
  if (pattern !== undefined) {
    if (typeof pattern !== "string") throw invalidSchema("AllowedPattern must be a string");
    return { allowedPattern: pattern };
  }
  if (custom === undefined) throw invalidSchema("No constraint expressed");
  return { customConstraint: pythonText(custom) };
}

function optionalNumber(value: HotValue | undefined, message: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  try {
    return toNumber(value);
  } catch (error) {
    throw invalidSchema(error instanceof Error ? error.message : message);
  }
}

function parseBounds(value: HotValue, what: string, subject: string): Bounds {
  const bounds = checkSchemaKeys(value, ["min", "max"], what);
  const min = optionalNumber(bounds["min"], "min/max must be numeric");
  const max = optionalNumber(bounds["max"], "min/max must be numeric");
  if (min === undefined && max === undefined) {
    throw invalidSchema(`${subject} must have a min value and/or a max value specified.`);
  }
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

function parseModulo(value: HotValue): { readonly step: number; readonly offset: number } {
  const definition = checkSchemaKeys(value, ["step", "offset"], "modulo constraint");
  const step = optionalNumber(definition["step"], "step/offset must be numeric");
  const offset = optionalNumber(definition["offset"], "step/offset must be numeric");
  if (step === undefined || offset === undefined) {
    throw invalidSchema(
      "A modulo constraint must have a step value and an offset value specified.",
    );
  }
  if (!Number.isInteger(step) || !Number.isInteger(offset)) {
    throw invalidSchema("step/offset must be integer");
  }
  if (step === 0) throw invalidSchema("step cannot be 0.");
  if (Math.abs(offset) >= Math.abs(step)) {
    throw invalidSchema("offset must be smaller (by absolute value) than step.");
  }
  if (step * offset < 0) {
    throw invalidSchema("step and offset must be both positive or both negative.");
  }
  return { step, offset };
}
