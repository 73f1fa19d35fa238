import { mayBeCall } from "../evaluation/template-function.ts";
import { pythonTypeName } from "../python/python-text.ts";
import { TemplateError } from "../template-error.ts";
import { isList, isMap, type HotMap, type HotValue } from "../value.ts";
import type { ResourceDefinition } from "./template.ts";

const keys = [
  "type",
  "properties",
  "metadata",
  "depends_on",
  "deletion_policy",
  "update_policy",
  "description",
  "external_id",
  "condition",
];

const failed = (message: string): TemplateError =>
  new TemplateError("StackValidationFailed", message);

/** Reads the `resources` section; keys and the types of their values are checked in Heat's order. */
export function parseResources(section: HotMap): Readonly<Record<string, ResourceDefinition>> {
  const names = Object.keys(section);
  for (const name of names.toSorted()) checkKeys(section[name] ?? null);
  return Object.fromEntries(
    names.map((name) => [name, parseResource(name, section[name] as HotMap)]),
  );
}

function checkKeys(definition: HotValue): void {
  if (definition === null || (isMap(definition) && Object.keys(definition).length === 0)) {
    throw failed("Each resource must contain a type key.");
  }
  if (!isMap(definition)) {
    throw failed(
      `"resources" must contain a map of resource maps. Found a [<class '${pythonTypeName(definition)}'>] instead`,
    );
  }
  const invalid = Object.keys(definition).find((key) => !keys.includes(key));
  if (invalid !== undefined) {
    throw failed(`"${invalid}" is not a valid keyword inside a resource definition`);
  }
  if (!Object.hasOwn(definition, "type")) throw failed("Each resource must contain a type key.");
  if (!definition["type"]) throw failed("Each Resource must contain a Type key.");
}

function parseResource(name: string, definition: HotMap): ResourceDefinition {
  const field = (key: string, expected: string, fits: (value: HotValue) => boolean): HotValue => {
    const value = definition[key];
    if (value === undefined || fits(value)) return value ?? null;
    throw failed(`Resource ${name} ${key} type must be ${expected}`);
  };
  const isText = (value: HotValue): boolean => typeof value === "string";
  const isTextOrCall = (value: HotValue): boolean => isText(value) || mayBeCall(value);
  const type = field("type", "string", isText) as string;
  const properties = field("properties", "object", isMap);
  const metadata = field("metadata", "object", isMap);
  const dependsOn = field(
    "depends_on",
    "list or string",
    (value) => isText(value) || isList(value),
  );
  const deletionPolicy = field("deletion_policy", "string", isTextOrCall);
  checkDeletionPolicy(deletionPolicy);
  const updatePolicy = field("update_policy", "object", isMap);
  const description = field("description", "string", isText);
  const externalId = field("external_id", "string", isTextOrCall);
  const condition = field(
    "condition",
    "string_or_boolean",
    (value) => isTextOrCall(value) || typeof value === "boolean",
  );
  return {
    type,
    properties: (properties ?? {}) as HotMap,
    metadata: metadata ?? {},
    dependsOn: dependencies(name, dependsOn),
    deletionPolicy,
    updatePolicy: updatePolicy ?? {},
    description: (description ?? "") as string,
    ...(condition === null ? {} : { condition }),
    ...(externalId === null ? {} : { externalId }),
  };
}

function dependencies(name: string, value: HotValue): readonly string[] {
  if (typeof value === "string") return [value];
  if (!isList(value)) return [];
  return value.map((item) => {
    if (typeof item === "string") return item;
    throw failed(`Resource ${name} depends_on must be a list of strings`);
  });
}

const deletionPolicies = ["Delete", "Retain", "Snapshot", "delete", "retain", "snapshot"];

/** Refuses an unknown policy, as written or as computed; null stands for none. */
export function checkDeletionPolicy(value: HotValue): void {
  if (typeof value !== "string" || deletionPolicies.includes(value)) return;
  throw failed(`Invalid deletion policy "${value}"`);
}
