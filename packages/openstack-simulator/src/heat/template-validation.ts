import { parseTemplate, validateTemplate } from "@jeroboam/hot";
import { isJsonObject, type JsonObject, textOf } from "../json.ts";
import type { Heat } from "./heat.ts";
import { heatError, refusing, templateRefusal } from "./heat-error.ts";
import type { StackSource } from "./stack.ts";

const apiTypes: Readonly<Record<string, string>> = {
  string: "String",
  number: "Number",
  comma_delimited_list: "CommaDelimitedList",
  json: "Json",
  boolean: "Boolean",
};

/** What Heat answers when it is asked to validate a template. */
export function validationBody(heat: Heat, source: StackSource): JsonObject {
  const { template: given } = source;
  if (typeof given !== "string" && !isJsonObject(given)) {
    throw heatError(400, "HTTPBadRequest", "No template specified");
  }
  const template = refusing(() => parseTemplate(given));
  const [error] = validateTemplate(template, {
    files: source.files,
    environment: source.environment,
    knowsType: (type) => heat.types.has(type),
  });
  if (error) throw templateRefusal(error);
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
    },
  ]);
  return {
    Description: template.description,
    Parameters: Object.fromEntries(parameters),
    Environment: {
      parameters: source.environment.parameters,
      parameter_defaults: source.environment.parameterDefaults,
      resource_registry: {
        ...source.environment.resourceRegistry.types,
        resources: source.environment.resourceRegistry.resources,
      },
      encrypted_param_names: [],
      event_sinks: [],
    },
  };
}
