import { emptyEnvironment, type Environment } from "../environment/environment.ts";
import { nestedEnvironment, resolveType } from "../environment/resolve-type.ts";
import type { EvaluationContext } from "../evaluation/evaluation-context.ts";
import { bothBranches, checkCall, functionCalls } from "../evaluation/function-calls.ts";
import { isTemplateType, nestedTemplate } from "../nested/template-resource.ts";
import { checkSchema } from "../parameters/resolve-parameters.ts";
import {
  checkOutputAttributes,
  checkResourceAttributes,
  type AttributesOf,
} from "../stack/check-references.ts";
import { resourceDependencies, topologicalOrder } from "../stack/dependencies.ts";
import { planRuntime } from "../stack/plan-runtime.ts";
import { checkConditions } from "../stack/resolve-conditions.ts";
import { TemplateError } from "../template-error.ts";
import { isMap, own, type HotValue } from "../value.ts";
import { checkParameterGroups } from "./check-parameter-groups.ts";
import { checkNames } from "./check-names.ts";
import { checkOutputKeys } from "./parse-outputs.ts";
import type { ResourceDefinition, Template } from "./template.ts";

/** What the check of a template may look at besides the template. */
export interface ValidationOptions {
  readonly files?: Readonly<Record<string, string>>;
  readonly environment?: Environment;
  /** Whether a cloud resource type exists; without it every type does. */
  readonly knowsType?: (type: string) => boolean;
  /** The attributes of a cloud resource type; undefined when unknown or open. */
  readonly attributesOf?: AttributesOf;
}

/**
 * Checks a template without parameter values, nested templates included, and lists what is wrong.
 *
 * Both branches of every `if` are looked at, so an error may be in one that is never taken. What
 * Heat checks too comes in Heat's order.
 */
export function validateTemplate(
  template: Template,
  options: ValidationOptions = {},
): readonly TemplateError[] {
  const errors: TemplateError[] = [];
  const attempt = (check: () => void): void => {
    try {
      check();
    } catch (error) {
      if (!TemplateError.isInstance(error)) throw error;
      errors.push(error);
    }
  };
  const { environment = emptyEnvironment, files = {}, attributesOf } = options;
  const resources = Object.fromEntries(
    Object.entries(template.resources).map(([name, definition]) => [
      name,
      { ...definition, name, resolvedType: resolveType(environment, definition.type, name) },
    ]),
  );
  const context = staticContext(template, files);
  for (const [name, schema] of Object.entries(template.parameters)) {
    attempt(() => checkSchema(name, schema));
  }
  attempt(() => checkParameterGroups(template));
  attempt(() => checkConditions(template.conditions));
  for (const [name, snippet] of expressions(template)) {
    for (const call of functionCalls(snippet, name, bothBranches)) {
      attempt(() => checkCall(call, template.version));
    }
  }
  attempt(() => {
    resourceDependencies(template.resources, template.resources, context, bothBranches);
    // A branch that is not taken may close a circle that never exists, so only what always counts.
    topologicalOrder(
      resourceDependencies(template.resources, template.resources, context, () => []),
    );
  });
  const check = { resources, files, context, branches: bothBranches, attributesOf };
  attempt(() => checkResourceAttributes(check));
  checkNames(template, options.files, attempt);
  for (const resource of Object.values(resources)) {
    attempt(() => checkType(resource.resolvedType, options));
    errors.push(...nestedErrors(resource.name, resource.resolvedType, resource, options));
  }
  attempt(() => checkOutputAttributes(template.outputs, check));
  attempt(() => checkOutputKeys(template));
  return errors;
}

const staticContext = (
  template: Template,
  files: Readonly<Record<string, string>>,
): EvaluationContext => ({
  ...planRuntime,
  parameters: {},
  conditions: {},
  resourceNames: new Set(Object.keys(template.resources)),
  files,
});

/** Every expression of a template outside conditions, with its place. */
const expressions = (template: Template): readonly (readonly [string, HotValue])[] => [
  ...Object.entries(template.resources).flatMap(([name, resource]) =>
    resourceExpressions(name, resource),
  ),
  ...Object.entries(template.outputs).map(
    ([name, output]) => [`outputs.${name}.value`, output.value] as const,
  ),
];

const resourceExpressions = (
  name: string,
  resource: ResourceDefinition,
): readonly (readonly [string, HotValue])[] => [
  [`resources.${name}.properties`, resource.properties],
  [`resources.${name}.metadata`, resource.metadata],
  [`resources.${name}.deletion_policy`, resource.deletionPolicy],
  [`resources.${name}.update_policy`, resource.updatePolicy],
  [`resources.${name}.external_id`, resource.externalId ?? null],
];

function checkType(type: string, { knowsType }: ValidationOptions): void {
  if (isTemplateType(type) || type === "OS::Heat::None" || (knowsType?.(type) ?? true)) return;
  throw new TemplateError(
    "StackValidationFailed",
    `The Resource Type (${type}) could not be found.`,
  );
}

/** What is wrong inside the template a resource or a group's members stand for. */
function nestedErrors(
  name: string,
  type: string,
  { properties }: ResourceDefinition,
  options: ValidationOptions,
): readonly TemplateError[] {
  const environment = nestedEnvironment(options.environment ?? emptyEnvironment, name);
  const member = own(properties, "resource_def") ?? null;
  if (type === "OS::Heat::ResourceGroup" && isMap(member)) {
    const memberType = own(member, "type");
    if (typeof memberType !== "string") return [];
    const given = own(member, "properties") ?? {};
    const inner = {
      type: resolveType(environment, memberType, "0"),
      properties: isMap(given) ? given : {},
    };
    try {
      checkType(inner.type, options);
    } catch (error) {
      if (TemplateError.isInstance(error)) return [error];
      throw error;
    }
    return templateErrors(
      `${name}.resource_def`,
      inner.type,
      inner.properties,
      environment,
      options,
    );
  }
  return templateErrors(name, type, properties, environment, options);
}

function templateErrors(
  name: string,
  type: string,
  properties: ResourceDefinition["properties"],
  environment: Environment,
  options: ValidationOptions,
): readonly TemplateError[] {
  if (!isTemplateType(type) || options.files === undefined) return [];
  try {
    const nested = nestedTemplate(type, options.files);
    // A template that holds itself cannot be checked to the end.
    const { [type]: _held, ...files } = options.files;
    return [
      ...propertyErrors(name, properties, nested, environment),
      ...validateTemplate(nested, { ...options, files, environment }).map(
        (error) =>
          new TemplateError(error.code, error.reason, {
            label: error.label,
            path: [`resources.${name}<${type}>`, ...error.path],
            cause: error,
          }),
      ),
    ];
  } catch (error) {
    if (TemplateError.isInstance(error)) return [error];
    throw error;
  }
}

function propertyErrors(
  name: string,
  properties: ResourceDefinition["properties"],
  nested: Template,
  environment: Environment,
): readonly TemplateError[] {
  if (functionCalls(properties, "", bothBranches).some(({ place }) => place === "")) return [];
  const unknown = Object.keys(properties).filter((key) => !Object.hasOwn(nested.parameters, key));
  const missing = Object.entries(nested.parameters).filter(
    ([key, parameter]) =>
      parameter.default === undefined &&
      !Object.hasOwn(environment.parameterDefaults, key) &&
      !Object.hasOwn(properties, key),
  );
  return [
    ...unknown.map((key) => `Unknown Property ${key}`),
    ...missing.map(([key]) => `Property ${key} not assigned`),
  ].map(
    (reason) =>
      new TemplateError("StackValidationFailed", reason, {
        label: "Property error",
        path: ["resources", name, "properties"],
      }),
  );
}
