import { typeError, valueError } from "../evaluation/template-function.ts";
import { constraintProblem } from "../parameters/check-constraint.ts";
import type { CustomConstraintCheck } from "../parameters/constraint.ts";
import { toBoolean } from "../parameters/parameter-value.ts";
import { toNumber } from "../parameters/to-number.ts";
import { pythonJson, pythonRepresentation, pythonText } from "../python/python-text.ts";
import { TemplateError } from "../template-error.ts";
import {
  deferredSources,
  isDeferred,
  isList,
  isMap,
  own,
  type HotMap,
  type HotValue,
} from "../value.ts";
import type { PropertiesSchema, PropertySchema, PropertyType } from "./property-schema.ts";

/** How to look at the properties. */
export interface PropertiesOptions {
  /** Where they stand, for messages, e.g. `["resources", "server", "properties"]`. */
  readonly path: readonly string[];
  readonly customConstraint?: CustomConstraintCheck;
}

/**
 * Types evaluated properties by a schema: coerces, fills in defaults (null where there is none),
 * checks constraints. Deferred values pass unchecked.
 *
 * Throws {@link TemplateError} with Heat's text, e.g.
 * `Property error: resources.server.properties: Property image not assigned`.
 */
export function resolveProperties(
  schema: PropertiesSchema,
  properties: HotMap,
  options: PropertiesOptions,
): HotMap {
  const unknown = Object.keys(properties).find((name) => !Object.hasOwn(schema, name));
  if (unknown !== undefined) throw propertyError(options.path, `Unknown Property ${unknown}`);
  return Object.fromEntries(
    Object.entries(schema).map(([name, definition]) => [
      name,
      resolveProperty(name, definition, own(properties, name), options),
    ]),
  );
}

const propertyError = (path: readonly string[], reason: string, cause?: unknown): TemplateError =>
  new TemplateError("StackValidationFailed", reason, { label: "Property error", path, cause });

function resolveProperty(
  name: string,
  schema: PropertySchema,
  value: HotValue | undefined,
  options: PropertiesOptions,
): HotValue {
  if (value === undefined && schema.default === undefined) {
    if (schema.required) throw propertyError(options.path, `Property ${name} not assigned`);
    return null;
  }
  return resolveValue(schema, value ?? null, { ...options, path: [...options.path, name] });
}

function resolveValue(
  schema: PropertySchema,
  value: HotValue,
  options: PropertiesOptions,
): HotValue {
  if (isDeferred(value)) return value;
  try {
    const typed = coercions[schema.type](value ?? schema.default ?? null, schema, options);
    if (deferredSources(typed).length === 0) checkConstraints(schema, typed, options);
    return typed;
  } catch (error) {
    if (!TemplateError.isInstance(error) || error.label !== "") throw error;
    throw propertyError(options.path, error.reason, error);
  }
}

function checkConstraints(
  schema: PropertySchema,
  value: HotValue,
  options: PropertiesOptions,
): void {
  const coerce = (item: HotValue): HotValue => constraintCoercions[schema.type]?.(item) ?? item;
  for (const constraint of schema.constraints ?? []) {
    const problem = constraintProblem(constraint, value, coerce, options.customConstraint);
    if (problem !== undefined) throw valueError(problem);
  }
}

const constraintCoercions: Partial<Record<PropertyType, (value: HotValue) => HotValue>> = {
  string: pythonText,
  integer: toNumber,
  number: toNumber,
  boolean: toBoolean,
};

type Coercion = (value: HotValue, schema: PropertySchema, options: PropertiesOptions) => HotValue;

/** How each type takes a value; null stands for "given without a value". */
const coercions: Readonly<Record<PropertyType, Coercion>> = {
  any: (value) => value,
  string: (value) => {
    if (value === null) return "";
    if (typeof value === "string") return value;
    const whole = typeof value === "number" && Number.isInteger(value);
    if (typeof value === "boolean" || whole) return pythonText(value);
    throw valueError(`Value must be a string; got ${pythonRepresentation(value)}`);
  },
  integer: (value) => {
    if (typeof value === "number") return Math.trunc(value);
    if (value === null || typeof value === "boolean") return Number(value);
    if (typeof value === "string" && /^\s*[-+]?\d+\s*$/.test(value)) return Number(value);
    throw typeError(`Value '${pythonText(value)}' is not an integer`);
  },
  number: (value) => (value === null ? 0 : toNumber(value)),
  boolean: (value) => {
    if (value === null) return false;
    if (typeof value === "boolean") return value;
    const text = typeof value === "string" ? value.toLowerCase() : pythonText(value);
    if (typeof value === "string" && (text === "true" || text === "false")) return text === "true";
    const error = typeof value === "string" ? valueError : typeError;
    throw error(`"${text}" is not a valid boolean`);
  },
  map: (value, schema, options) => {
    if (value === null) return {};
    if (!isMap(value)) {
      if (schema.allowConversion && typeof value === "string") return value;
      if (schema.allowConversion && isList(value)) return pythonJson(value);
      throw typeError(`"${pythonText(value)}" is not a map`);
    }
    return schema.schema === undefined ? value : resolveProperties(schema.schema, value, options);
  },
  list: (value, schema, options) => {
    const items =
      typeof value === "string" && schema.allowConversion ? splitList(value) : (value ?? []);
    if (!isList(items)) throw typeError(`"${pythonRepresentation(items)}" is not a list`);
    const { items: item } = schema;
    if (item === undefined) return items;
    return items.map((each, index) =>
      resolveValue(item, each, { ...options, path: [...options.path, String(index)] }),
    );
  },
};

const splitList = (text: string): readonly string[] => (text === "" ? [] : text.split(","));
