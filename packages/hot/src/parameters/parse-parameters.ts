import { pythonText } from "../python/python-text.ts";
import type { ParameterSchema, ParameterType } from "../template/template.ts";
import { isList, type HotMap, type HotValue } from "../value.ts";
import type { ConstraintDefinition } from "./constraint.ts";
import { parseConstraint } from "./parse-constraint.ts";
import { checkSchemaKeys, invalidSchema } from "./schema-keys.ts";

const keys = [
  "type",
  "description",
  "default",
  "schema",
  "constraints",
  "hidden",
  "label",
  "immutable",
  "tags",
];

const types: readonly ParameterType[] = [
  "string",
  "number",
  "json",
  "comma_delimited_list",
  "boolean",
];

/** Reads the `parameters` section; defaults are checked when values are resolved. */
export const parseParameters = (section: HotMap): Readonly<Record<string, ParameterSchema>> =>
  Object.fromEntries(
    Object.entries(section).map(([name, schema]) => [name, parseParameter(name, schema)]),
  );

function parseParameter(name: string, definition: HotValue): ParameterSchema {
  const schema = checkSchemaKeys(definition, keys, `parameter (${name})`);
  const { type, tags, label, description } = schema;
  if (type === undefined) throw invalidSchema(`Missing parameter type for parameter: ${name}`);
  if (tags !== undefined && !isList(tags)) {
    throw invalidSchema(`Tags property should be a list for parameter: ${name}`);
  }
  const constraints = parseConstraints(name, schema["constraints"] ?? null);
  const known = types.find((candidate) => candidate === type);
  if (known === undefined) throw invalidSchema(`Invalid type (${pythonText(type)})`);
  const fallback = schema["default"] ?? null;
  return {
    type: known,
    hidden: Boolean(schema["hidden"]),
    immutable: Boolean(schema["immutable"]),
    constraints,
    ...(fallback === null ? {} : { default: fallback }),
    ...(typeof label === "string" ? { label } : {}),
    ...(typeof description === "string" ? { description } : {}),
    ...(tags === undefined ? {} : { tags }),
  };
}

function parseConstraints(name: string, value: HotValue): readonly ConstraintDefinition[] {
  if (value === null) return [];
  if (!isList(value)) {
    throw invalidSchema(`Invalid parameter constraints for parameter ${name}, expected a list`);
  }
  return value.map(parseConstraint);
}
