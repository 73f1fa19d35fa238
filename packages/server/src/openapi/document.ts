import type { z } from "zod";
import { MAXIMUM, versionText } from "../api/microversion.ts";
import type { Route } from "../api/route.ts";
import { COMPONENTS } from "./components.ts";
import { type JsonSchema, jsonSchemas } from "./json-schemas.ts";
import { type Operation, operationObject, operationsOf } from "./operation.ts";
import { PUBLIC_PATHS } from "./public-paths.ts";
import { ANSWER_NAMES, BODY_NAMES } from "./schema-names.ts";

export interface OpenApiDocument {
  readonly openapi: "3.1.1";
  readonly info: JsonSchema;
  readonly servers: readonly { readonly url: string }[];
  readonly security: readonly JsonSchema[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, JsonSchema>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, JsonSchema>>>>;
}

/**
 * Describes the API in OpenAPI 3.1, from the routes and the schemas that they read and write with.
 *
 * An operation or argument that only some microversions have says so in `x-openstack`, `min-ver`
 * and `max-ver`, as OpenStack's own generator does.
 */
export function openApiDocument(routes: readonly Route[]): OpenApiDocument {
  const operations = operationsOf(routes);
  const answers = namesOf(operations, ANSWER_NAMES, "Answer", (route) => [
    route.answer.body,
    route.otherAnswer?.body,
  ]);
  const bodies = namesOf(operations, BODY_NAMES, "Request", (route) => [route.body]);
  const nameOf = (schema: z.ZodType) => answers.get(schema) ?? bodies.get(schema) ?? "";
  const paths: Record<string, Record<string, JsonSchema>> = structuredClone(PUBLIC_PATHS);
  for (const operation of operations) {
    const methods = (paths[operation.path] ??= {});
    methods[operation.method.toLowerCase()] = operationObject(operation, nameOf);
  }
  return {
    openapi: "3.1.1",
    info: {
      title: "Container Infrastructure Management",
      description: "OpenStack Magnum's API, container-infra v1, as Jeroboam serves it.",
      version: versionText(MAXIMUM),
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    security: [{ token: [] }],
    paths: Object.fromEntries(Object.entries(paths).toSorted(byName)),
    components: {
      ...COMPONENTS,
      schemas: {
        ...jsonSchemas(inverse(answers), "output"),
        ...jsonSchemas(inverse(bodies), "input"),
        ...COMPONENTS.schemas,
      },
    },
  };
}

/** Schema → what it is called. */
function namesOf(
  operations: readonly Operation[],
  known: Readonly<Record<string, z.ZodType>>,
  suffix: string,
  schemasOf: (route: Route) => readonly (z.ZodType | undefined)[],
): ReadonlyMap<z.ZodType, string> {
  const names = new Map(Object.entries(known).map(([name, schema]) => [schema, name]));
  for (const { operationId, routes } of operations)
    for (const schema of routes.flatMap(schemasOf))
      if (schema && !names.has(schema)) names.set(schema, `${pascalCase(operationId)}${suffix}`);
  return names;
}

function pascalCase(words: string): string {
  return words.replaceAll(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function inverse<Key, Value>(map: ReadonlyMap<Key, Value>): ReadonlyMap<Value, Key> {
  return new Map([...map].map(([key, value]) => [value, key]));
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}
