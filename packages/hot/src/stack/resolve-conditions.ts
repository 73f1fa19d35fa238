import { evaluateConditionDefinition } from "../evaluation/evaluate.ts";
import type { EvaluationContext } from "../evaluation/evaluation-context.ts";
import { checkCall, functionCalls, bothBranches } from "../evaluation/function-calls.ts";
import { functionCall } from "../evaluation/template-function.ts";
import { conditionFunctions } from "../functions/function-table.ts";
import { pythonText } from "../python/python-text.ts";
import { nullableIfVersion } from "../template/template-version.ts";
import { TemplateError } from "../template-error.ts";
import { isDeferred, type HotMap, type HotValue } from "../value.ts";

const failed = (message: string): TemplateError =>
  new TemplateError("StackValidationFailed", message, { label: "Condition validation error" });

/**
 * Decides all conditions of a template; they may use each other, but not in a circle.
 *
 * A condition that cannot be decided throws when it is asked for.
 */
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
    Object.defineProperty(conditions, name, {
      get: () => decide(name),
      enumerable: true,
      configurable: true,
    });
  }
  for (const name of Object.keys(definitions)) settle(conditions, name, () => decide(name));
  return conditions;
}

/** Keeps the answer; one that cannot be had stays an error for whoever asks, as in Heat. */
function settle(conditions: object, name: string, decide: () => boolean): void {
  try {
    Object.defineProperty(conditions, name, { value: decide(), enumerable: true });
  } catch (error) {
    if (!TemplateError.isInstance(error)) throw error;
    Object.defineProperty(conditions, name, {
      get: () => {
        throw error;
      },
      enumerable: false,
    });
  }
}

/** Checks the shape of condition definitions without parameter values. */
export function checkConditions(definitions: HotMap): void {
  for (const [name, definition] of Object.entries(definitions)) {
    functionCalls(definition, `conditions.${name}`, bothBranches, conditionFunctions).forEach(
      (call) => checkCall(call, nullableIfVersion),
    );
    const isCall = functionCall(definition, conditionFunctions) !== undefined;
    if (typeof definition !== "boolean" && !isCall) throw invalidDefinition(name, definition);
  }
}

const invalidDefinition = (name: string, value: HotValue): TemplateError =>
  failed(
    `The definition of condition "${name}" is invalid: ${isDeferred(value) ? "deferred" : pythonText(value)}`,
  );
