import { bothBranches, functionCalls } from "../evaluation/function-calls.ts";
import { functionCall, valueError } from "../evaluation/template-function.ts";
import { conditionFunctions } from "../functions/function-table.ts";
import { missingParameter } from "../functions/reference-functions.ts";
import { TemplateError } from "../template-error.ts";
import { isList, isMap, own, type HotMap, type HotValue } from "../value.ts";
import type { Template } from "./template.ts";

/** Runs a check and keeps what it throws. */
export type Attempt = (check: () => void) => void;

const pseudo = new Set(["OS::stack_id", "OS::stack_name", "OS::project_id"]);

/** Checks the names of parameters, conditions and files that a template uses. */
export function checkNames(
  template: Template,
  files: Readonly<Record<string, string>> | undefined,
  attempt: Attempt,
): void {
  for (const [name, resource] of Object.entries(template.resources)) {
    for (const [key, snippet] of Object.entries(fieldsOf(resource.properties))) {
      const path = ["resources", name, "properties", ...(key === "" ? [] : [key])];
      attempt(() => inPlace(path, () => checkSnippet(snippet, template, files)));
    }
    attempt(() => checkSnippet([resource.metadata, resource.updatePolicy], template, files));
    attempt(() => checkCondition(resource.condition, `resources.${name}.condition`, template));
  }
  for (const [name, output] of Object.entries(template.outputs)) {
    attempt(() => checkSnippet(output.value, template, files));
    attempt(() => checkCondition(output.condition, `outputs.${name}.condition`, template));
  }
  for (const [name, condition] of Object.entries(template.conditions)) {
    attempt(() => checkCondition(condition, `conditions.${name}`, template));
  }
}

/** Properties one by one, or the whole when it is one call. */
const fieldsOf = (properties: HotMap): HotMap =>
  functionCalls(properties, "", bothBranches).some(({ place }) => place === "")
    ? { "": properties }
    : properties;

function inPlace(path: readonly string[], check: () => void): void {
  try {
    check();
  } catch (error) {
    if (!TemplateError.isInstance(error) || error.code === "StackValidationFailed") throw error;
    throw new TemplateError("StackValidationFailed", error.reason, {
      label: "Property error",
      path,
    });
  }
}

function checkSnippet(
  snippet: HotValue,
  template: Template,
  files: Readonly<Record<string, string>> | undefined,
): void {
  for (const { name, args, place } of functionCalls(snippet, "", bothBranches)) {
    const [first = null] = isList(args) ? args : [args];
    if (name === "get_param") checkParameter(first, template);
    if (name === "if") checkCondition(first, `${place}.if`, template);
    const missing =
      typeof args === "string" && files !== undefined && own(files, args) === undefined;
    if (name === "get_file" && missing) {
      throw valueError(`No content found in the "files" section for get_file path: ${args}`);
    }
  }
}

function checkParameter(name: HotValue, { parameters }: Template): void {
  if (typeof name !== "string" || pseudo.has(name) || Object.hasOwn(parameters, name)) return;
  throw missingParameter(name);
}

function checkCondition(condition: HotValue | undefined, place: string, template: Template): void {
  if (condition === undefined || condition === null || typeof condition === "boolean") return;
  if (typeof condition === "string") {
    if (Object.hasOwn(template.conditions, condition)) return;
    throw new TemplateError("StackValidationFailed", `Invalid condition "${condition}"`, {
      path: [place],
    });
  }
  const call = functionCall(condition, conditionFunctions);
  if (call === undefined) return;
  const operands = isList(call.args) ? call.args : [call.args];
  if (call.name === "get_param") checkParameter(operands[0] ?? null, template);
  if (["and", "or", "not"].includes(call.name)) {
    for (const operand of operands) checkCondition(operand, place, template);
  } else if (!isMap(call.args)) {
    for (const operand of operands) if (isMap(operand)) checkCondition(operand, place, template);
  }
}
