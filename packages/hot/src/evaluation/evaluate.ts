import { conditionFunctions, valueFunctions } from "../functions/function-table.ts";
import { isDeferred, isList, isMap, type HotValue } from "../value.ts";
import type { EvaluationContext } from "./evaluation-context.ts";
import { functionCall, valueError, type FunctionTable, type Scope } from "./template-function.ts";
import { pythonText } from "../python/python-text.ts";

/** Computes an expression. Throws nothing but {@link TemplateError}. */
export function evaluate(snippet: HotValue, context: EvaluationContext): HotValue {
  return compute(snippet, valueFunctions, context) ?? null;
}

/** Computes an expression that an `if` may leave out: undefined. */
export const evaluateOptional = (
  snippet: HotValue,
  context: EvaluationContext,
): HotValue | undefined => compute(snippet, valueFunctions, context);

/** Decides a condition: a truth value, a condition's name, or an expression. */
export function evaluateCondition(snippet: HotValue, context: EvaluationContext): boolean {
  return conditionHolds(compute(snippet, conditionFunctions, context) ?? null, context);
}

/** Computes a condition's own definition, in which a name is no answer. */
export const evaluateConditionDefinition = (
  snippet: HotValue,
  context: EvaluationContext,
): HotValue => compute(snippet, conditionFunctions, context) ?? null;

function conditionHolds(value: HotValue, context: EvaluationContext): boolean {
  if (value === null) return true;
  if (typeof value === "boolean") return value;
  const known = typeof value === "string" && Object.hasOwn(context.conditions, value);
  const holds = known ? context.conditions[value] : undefined;
  if (holds === undefined) throw valueError(`Invalid condition "${pythonText(value)}"`);
  return holds;
}

/** Undefined where an `if` leaves the item out. */
function compute(
  snippet: HotValue,
  table: FunctionTable,
  context: EvaluationContext,
): HotValue | undefined {
  if (isDeferred(snippet)) return snippet;
  if (isList(snippet)) {
    return snippet
      .map((item) => compute(item, table, context))
      .filter((item) => item !== undefined);
  }
  if (!isMap(snippet)) return snippet;
  const call = functionCall(snippet, table);
  if (call !== undefined) {
    call.called.check?.(call.args, call.name);
    return call.called.compute(call.args, scopeOf(table, context), call.name);
  }
  return Object.fromEntries(
    Object.entries(snippet)
      .map(([key, item]) => [key, compute(item, table, context)] as const)
      .filter((entry): entry is readonly [string, HotValue] => entry[1] !== undefined),
  );
}

const scopeOf = (table: FunctionTable, context: EvaluationContext): Scope => ({
  context,
  evaluate: (snippet) => compute(snippet, table, context) ?? null,
  evaluateOptional: (snippet) => compute(snippet, table, context),
  condition: (snippet) => evaluateCondition(snippet, context),
  conditionNamed: (value) => conditionHolds(value, context),
});
