import {
  eager,
  typeError,
  valueError,
  type TemplateFunction,
} from "../evaluation/template-function.ts";
import { TemplateError } from "../template-error.ts";
import type { EvaluationContext } from "../evaluation/evaluation-context.ts";
import { pythonText } from "../python/python-text.ts";
import { selectPart } from "../evaluation/select-path.ts";
import { isList, isMap, own, type HotMap, type HotValue } from "../value.ts";

/** `get_param`, with a path into lists and maps; a path that leads nowhere gives an empty text. */
export const getParam: TemplateFunction = eager((args, name, { parameters }) => {
  if (args === null || args === "" || args === 0 || args === false || isEmpty(args)) {
    throw valueError(`Function "${name}" must have arguments`);
  }
  const [parameter, ...path] = isList(args) ? args : [args];
  if (!isList(args) && typeof args !== "string") {
    throw typeError(`Argument to "${name}" must be string or list`);
  }
  if (typeof parameter !== "string") throw typeError(`Parameter name in "${name}" must be string`);
  const value = own(parameters, parameter);
  if (value === undefined) throw missingParameter(parameter);
  return path.reduce<HotValue>(parameterPart, value);
});

const isEmpty = (value: HotValue): boolean =>
  (isList(value) && value.length === 0) || (isMap(value) && Object.keys(value).length === 0);

function parameterPart(value: HotValue, part: HotValue): HotValue {
  if (isMap(value)) return typeof part === "string" ? (own(value, part) ?? "") : "";
  const index = typeof part === "string" && /^\s*[-+]?\d+\s*$/.test(part) ? Number(part) : part;
  return typeof index === "number" ? (selectPart(value, index) ?? "") : "";
}

export const missingParameter = (name: string): TemplateError =>
  new TemplateError("UserParameterMissing", `The Parameter (${name}) was not provided.`);

/** `get_resource`: the reference id. */
export const getResource: TemplateFunction = eager((args, _name, context) => {
  const resource = knownResource(args, context);
  return context.referenceOf(resource);
});

/** `get_attr`: one attribute with a path, or all attributes as a map. */
export const getAttr: TemplateFunction = eager((args, _name, context) => {
  const [resource = null, attribute = null, ...path] = args as readonly HotValue[];
  const name = knownResource(resource, context);
  if (attribute === null) return context.attributeOf(name, []);
  const parts = [attribute, ...path];
  if (!parts.every((part) => typeof part === "string" || typeof part === "number")) return null;
  return context.attributeOf(name, parts);
}, checkGetAttr);

function checkGetAttr(args: HotValue, name: string): void {
  if (args === null || args === "" || args === 0 || args === false || isEmpty(args)) {
    throw valueError(
      `Arguments to "${name}" can be of the next forms: [resource_name] or [resource_name, attribute, (path), ...]`,
    );
  }
  if (!isList(args)) throw typeError(`Argument to "${name}" must be a list`);
}

function knownResource(name: HotValue, context: EvaluationContext): string {
  if (typeof name === "string" && context.resourceNames.has(name)) return name;
  throw unknownReference(pythonText(name), "unknown");
}

/** Heat's words for a reference to a resource that is not there. */
export const unknownReference = (resource: string, place: string): TemplateError =>
  new TemplateError(
    "InvalidTemplateReference",
    `The specified reference "${resource}" (in ${place}) is incorrect.`,
  );

/** `get_file`: the content of a file sent with the template. */
export const getFile: TemplateFunction = eager((args, name, { files }) => {
  if (typeof args !== "string") throw typeError(`Argument to "${name}" must be a string`);
  const content = own(files, args);
  if (content === undefined) {
    throw valueError(`No content found in the "files" section for ${name} path: ${args}`);
  }
  return content;
});

const facadeParts = ["metadata", "deletion_policy", "update_policy"];

/** `resource_facade`: data of the resource that holds this nested stack. */
export const resourceFacade: TemplateFunction = eager(
  (args, _name, { facade }) => {
    if (facade === undefined) return args === "deletion_policy" ? "Delete" : ({} satisfies HotMap);
    if (args === "metadata") return facade.metadata;
    return args === "deletion_policy" ? facade.deletionPolicy : facade.updatePolicy;
  },
  (args, name) => {
    if (typeof args !== "string" || !facadeParts.includes(args)) {
      throw valueError(
        `Incorrect arguments to "${name}" should be one of: ${facadeParts.join(", ")}`,
      );
    }
  },
);
