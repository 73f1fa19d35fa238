import {
  type ConstraintDefinition,
  type ParameterSchema,
  parseTemplate,
  type Template,
  TemplateError,
  validateTemplate,
} from "@jeroboam/hot";
import type { ServiceError } from "../service-error.ts";
import { isJsonObject, type JsonObject, textOf } from "../json.ts";
import type { Heat } from "./heat.ts";
import { heatError, templateRefusal } from "./heat-error.ts";
import type { StackSource } from "./stack.ts";

const apiTypes: Readonly<Record<string, string>> = {
  string: "String",
  number: "Number",
  comma_delimited_list: "CommaDelimitedList",
  json: "Json",
  boolean: "Boolean",
};

function shownConstraint(constraint: ConstraintDefinition): JsonObject {
  if ("length" in constraint) {
    return { MinLength: constraint.length.min, MaxLength: constraint.length.max };
  }
  if ("range" in constraint) {
    return { MinValue: constraint.range.min, MaxValue: constraint.range.max };
  }
  if ("modulo" in constraint) {
    return { Step: constraint.modulo.step, Offset: constraint.modulo.offset };
  }
  if ("allowedValues" in constraint) return { AllowedValues: constraint.allowedValues };
  if ("allowedPattern" in constraint) return { AllowedPattern: constraint.allowedPattern };
  return { CustomConstraint: constraint.customConstraint };
}

function shownConstraints({ constraints }: ParameterSchema): JsonObject {
  const descriptions = constraints.flatMap((one) => one.description ?? []);
  const shown: JsonObject = Object.assign({}, ...constraints.map(shownConstraint));
  return {
    ...Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== undefined)),
    ...(descriptions.length > 0 ? { ConstraintDescription: descriptions.join(" ") } : {}),
  };
}

/** This request's refusals have no class of their own. */
function invalid(error: TemplateError): ServiceError {
  const refusal = templateRefusal(error);
  return refusal.status === 400 ? heatError(400, "HTTPBadRequest", refusal.message) : refusal;
}

function parsed(given: string | JsonObject): Template {
  try {
    return parseTemplate(given);
  } catch (error) {
    if (TemplateError.isInstance(error)) throw invalid(error);
    throw error;
  }
}

/** What Heat answers when it is asked to validate a template. */
export function validationBody(heat: Heat, source: StackSource): JsonObject {
  const { template: given } = source;
  if (typeof given !== "string" && !isJsonObject(given)) {
    throw heatError(400, "HTTPBadRequest", "No template specified");
  }
  const template = parsed(given);
  const [error] = validateTemplate(template, {
    files: source.files,
    environment: source.environment,
    knowsType: (type) => heat.types.has(type),
  });
  if (error) throw invalid(error);
  const values = { ...source.environment.parameters, ...source.parameters };
  const parameters = Object.entries(template.parameters).map(([name, schema]) => [
    name,
    {
      Type: apiTypes[schema.type],
      Description: schema.description ?? "",
      NoEcho: schema.hidden ? "true" : "false",
      Label: schema.label ?? name,
      ...(schema.default === undefined ? {} : { Default: schema.default }),
      ...(values[name] === undefined ? {} : { Value: textOf(values[name]) }),
      ...(schema.tags && schema.tags.length > 0 ? { Tags: schema.tags } : {}),
      ...shownConstraints(schema),
    },
  ]);
  return {
    Description: template.description,
    Parameters: Object.fromEntries(parameters),
    ...(template.parameterGroups.length > 0 ? { ParameterGroups: template.parameterGroups } : {}),
    Environment: {
      parameters: source.environment.parameters,
      parameter_defaults: source.environment.parameterDefaults,
      resource_registry: {
        ...source.environment.resourceRegistry.types,
        resources: source.environment.resourceRegistry.resources,
      },
      event_sinks: [],
    },
  };
}
