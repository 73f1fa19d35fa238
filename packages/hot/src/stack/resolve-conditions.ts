import { evaluateConditionDefinition } from "../evaluation/evaluate.ts";
import type { EvaluationContext } from "../evaluation/evaluation-context.ts";
import { checkCall, functionCalls, bothBranches } from "../evaluation/function-calls.ts";
import { functionCall } from "../evaluation/template-function.ts";
import { conditionFunctions } from "../functions/function-table.ts";
import { pythonText } from "../python/python-text.ts";
import { TemplateError } from "../template-error.ts";
import { isDeferred, type HotMap, type HotValue } from "../value.ts";

const failed = (message: string): TemplateError =>
  new TemplateError("StackValidationFailed", message, { label: "Condition validation error" });

/** Decides all conditions of a template; they may use each other, but not in a circle. */
export function resolveConditions(
  definitions: HotMap,
  parameters: HotMap,
): Readonly<Record<string, boolean>> {
  checkConditions(definitions);
  const decided = new Map<string, boolean | "deciding">();
  const decide = (name: string): boolean => {
    const known = decided.get(name);
    if (known === "deciding") throw failed(`Circular definition for condition "${name}"`);
    if (known !== undefined) return known;
    decided.set(name, "deciding");
    const value = evaluateConditionDefinition(definitions[name] ?? null, context);
    if (typeof value !== "boolean") throw invalidDefinition(name, value);
    decided.set(name, value);
    return value;
  };
  const conditions = {};
  const context: EvaluationContext = {
    parameters,
    conditions,
    resourceNames: new Set(),
    files: {},
    referenceOf: () => null,
    attributeOf: () => null,
  };
  for (const name of Object.keys(definitions)) {
    Object.defineProperty(conditions, name, { get: () => decide(name), enumerable: true });
  }
  return Object.fromEntries(Object.keys(definitions).map((name) => [name, decide(name)]));
}

/** Checks the shape of condition definitions without parameter values. */
export function checkConditions(definitions: HotMap): void {
  for (const [name, definition] of Object.entries(definitions)) {
    functionCalls(definition, `conditions.${name}`, bothBranches, conditionFunctions).forEach(
      checkCall,
    );
    const isCall = functionCall(definition, conditionFunctions) !== undefined;
    if (typeof definition !== "boolean" && !isCall) throw invalidDefinition(name, definition);
  }
}

const invalidDefinition = (name: string, value: HotValue): TemplateError =>
  failed(
    `The definition of condition "${name}" is invalid: ${isDeferred(value) ? "deferred" : pythonText(value)}`,
  );
