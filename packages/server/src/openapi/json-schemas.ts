import { z } from "zod";
import { boolean } from "../api/wire/attribute.ts";

export type JsonSchema = Readonly<Record<string, unknown>>;

/** Where components refer to each other. */
export const SCHEMAS_PATH = "#/components/schemas/";

/**
 * Writes named schemas as JSON Schema 2020-12; where one holds another it refers to it.
 *
 * @param io - `input` for what is read, `output` for what is written
 */
export function jsonSchemas(
  named: ReadonlyMap<string, z.ZodType>,
  io: "input" | "output",
): Readonly<Record<string, JsonSchema>> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of named) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    target: "draft-2020-12",
    io,
    metadata: registry,
    unrepresentable: "any",
    uri: (id) => `${SCHEMAS_PATH}${id}`,
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema === boolean) jsonSchema.type = "boolean";
      // Numbers are read from text too; the document shows what is meant.
      if (zodSchema instanceof z.ZodPipe && zodSchema.out instanceof z.ZodNumber) {
        delete jsonSchema.anyOf;
        Object.assign(jsonSchema, z.toJSONSchema(zodSchema.out), { type: "integer" });
        delete jsonSchema.$schema;
      }
      if (jsonSchema.format === "uuid") delete jsonSchema.pattern;
      // What the types call read-only is not what JSON Schema calls so.
      delete jsonSchema.readOnly;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      // Clients have to put up with fields that come later.
      if (io === "output" && jsonSchema.additionalProperties === false)
        delete jsonSchema.additionalProperties;
    },
  });
  const names = [...named.keys()].toSorted();
  return Object.fromEntries(names.map((name) => [name, withoutMarks(schemas[name] ?? {})]));
}

/** Takes out what only stands for "refused", and the marks of a schema that is alone. */
function withoutMarks(schema: object): JsonSchema {
  const { $schema: _, $id: __, id: ___, ...rest } = schema as Record<string, unknown>;
  const { properties } = rest;
  if (typeof properties !== "object" || properties === null) return rest;
  const kept = Object.entries(properties).filter(([, one]) => !isRefused(one));
  return { ...rest, properties: Object.fromEntries(kept) };
}

function isRefused(schema: unknown): boolean {
  return typeof schema === "object" && schema !== null && "not" in schema;
}
