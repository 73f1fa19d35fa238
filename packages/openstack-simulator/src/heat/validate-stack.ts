import {
  evaluateResource,
  expandResourceGroup,
  type HotMap,
  isDeferred,
  isTemplateType,
  nestedEnvironment,
  nestedParameters,
  nestedTemplate,
  planRuntime,
  type PropertiesSchema,
  resolveProperties,
  type StackDefinition,
  type Template,
  TemplateError,
  validateTemplate,
} from "@jeroboam/hot";
import { customConstraints } from "./custom-constraints.ts";
import type { Heat } from "./heat.ts";
import { heatError, templateRefusal } from "./heat-error.ts";
import type { StackFrame } from "./stack-definition.ts";
import type { ResourceType } from "./resource-type.ts";
import { definePlannedStack } from "./planned-stack.ts";
import { lookUpType } from "./type-lookup.ts";

const maximumDepth = 5;

function checkTemplate(heat: Heat, definition: StackDefinition): void {
  const errors = validateTemplate(definition.template, {
    files: definition.files,
    environment: definition.environment,
    knowsType: (type) => heat.types.has(type),
    attributesOf: (type) => {
      const known = heat.types.get(type);
      return known && !known.attributeAt ? new Set([...known.attributes, "show"]) : undefined;
    },
  });
  const [first] = errors.filter((error) => !isLateFailure(definition, error));
  if (first) throw templateRefusal(first);
}

/** Heat makes a stack whose outputs read what a nested template lacks; the output then fails. */
function isLateFailure(definition: StackDefinition, { path, reason }: TemplateError): boolean {
  const [, name = ""] = /^The Referenced Attribute \((\S+) /.exec(reason) ?? [];
  const resource = definition.resources[name];
  const isInOutput = path.some((part) => part.startsWith("outputs."));
  return isInOutput && resource !== undefined && isTemplateType(resource.resolvedType);
}

function checkRequired(type: ResourceType, name: string, properties: HotMap): void {
  for (const names of type.needsSome ?? []) {
    if (names.every((one) => (properties[one] ?? null) === null)) {
      const shown = names.filter((one) => !one.endsWith("_id")).join(", ");
      throw heatError(
        400,
        "PropertyUnspecifiedError",
        `At least one of the following properties must be specified: ${shown}.`,
      );
    }
  }
  for (const names of type.requiresOneOf ?? []) {
    const isGiven = names.some((one) => (properties[one] ?? null) !== null);
    if (!isGiven) {
      throw heatError(
        400,
        "StackValidationFailed",
        `Property error: : resources.${name}.properties: : Property ${names[0]} not assigned`,
      );
    }
  }
}

/**
 * Checks a whole stack before anything is made: template, types, properties, nested stacks.
 *
 * @throws {ServiceError} or a TemplateError: the first fault, in Heat's words.
 */
export function validateStack(
  heat: Heat,
  definition: StackDefinition,
  frame: StackFrame,
  depth = 0,
): void {
  if (depth > maximumDepth) {
    throw heatError(400, "StackValidationFailed", `Recursion depth exceeds ${maximumDepth}.`);
  }
  for (const resource of Object.values(definition.resources)) {
    lookUpType(heat, resource.resolvedType, definition);
  }
  if (depth === 0) checkTemplate(heat, definition);
  for (const name of definition.order) validateResource(heat, definition, name, frame, depth);
}

/** In nested stacks Heat checks names of properties only; their values come with the parent. */
function lenientSchema(schema: PropertiesSchema): PropertiesSchema {
  return Object.fromEntries(
    Object.entries(schema).map(([name, one]) => {
      const isGroupPart = name === "resource_def" || name === "count";
      return [name, isGroupPart ? { ...one, required: false } : { type: "any" }];
    }),
  );
}

function validateResource(
  heat: Heat,
  definition: StackDefinition,
  name: string,
  frame: StackFrame,
  depth: number,
): void {
  const evaluated = evaluateResource(definition, name, planRuntime);
  const type = lookUpType(heat, evaluated.resolvedType, definition);
  const path = ["resources", name, "properties"];
  const constraint = { customConstraint: customConstraints(heat.cloud, frame) };
  const isRoot = depth === 0;
  const schema = isRoot ? type.properties : lenientSchema(type.properties);
  const properties = type.takesAnything
    ? {}
    : resolveProperties(schema, evaluated.properties, { path, ...constraint });
  if (isRoot) {
    checkRequired(type, name, properties);
    type.validate?.(name, properties);
  }
  const nested = (template: Template, parameters: HotMap): void => {
    const inner = definePlannedStack({
      template,
      parameters,
      name: `${definition.name}-${name}`,
      projectId: frame.projectId,
      environment: nestedEnvironment(definition.environment, name),
      files: definition.files,
      customConstraint: customConstraints(heat.cloud, frame),
      facade: {
        metadata: evaluated.metadata,
        deletionPolicy: evaluated.deletionPolicy,
        updatePolicy: evaluated.updatePolicy,
      },
    });
    validateStack(heat, inner, { ...frame, name: `${definition.name}-${name}` }, depth + 1);
  };
  const located = (url: string, check: () => void): void => {
    try {
      check();
    } catch (error) {
      if (!TemplateError.isInstance(error)) throw error;
      const { code, reason, label } = error;
      const outer = ["resources", `${name}<${url}>`, ...error.path];
      throw new TemplateError(code, reason, { label, path: outer, cause: error });
    }
  };
  if (isTemplateType(evaluated.resolvedType)) {
    const template = nestedTemplate(evaluated.resolvedType, definition.files);
    located(evaluated.resolvedType, () =>
      nested(template, nestedParameters(properties, evaluated.properties)),
    );
  } else if (evaluated.resolvedType === "OS::Heat::ResourceGroup") {
    const count = properties["count"];
    if (isDeferred(count) || Number(count) === 0) return;
    // All members are alike, so that one stands for them.
    const one = { ...properties, count: 1, removal_policies: [] };
    located("", () => nested(expandResourceGroup(one).template, {}));
  }
}
