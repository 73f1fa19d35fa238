import { TemplateError } from "../template-error.ts";
import { pythonRepresentation } from "../python/python-text.ts";
import { Deferred, deferredSources, isMap, type HotMap, type HotValue } from "../value.ts";
import { functionNames } from "./function-names.ts";
import type { EvaluationContext } from "./evaluation-context.ts";

/** What a function works with while it computes. */
export interface Scope {
  readonly context: EvaluationContext;
  /** Computes an argument. */
  evaluate(snippet: HotValue): HotValue;
  /** Computes an argument that may turn out to be left out: undefined. */
  evaluateOptional(snippet: HotValue): HotValue | undefined;
  /** Decides a condition given by name, truth value or expression. */
  condition(snippet: HotValue): boolean;
  /** Decides a condition already computed to a name or truth value. */
  conditionNamed(value: HotValue): boolean;
}

/** A function of the language. */
export interface TemplateFunction {
  /** Checks the shape of the arguments before anything is computed. */
  readonly check?: (args: HotValue, name: string) => void;
  /** Undefined leaves the enclosing item out. */
  readonly compute: (args: HotValue, scope: Scope, name: string) => HotValue | undefined;
}

/** A function that needs all its arguments known; with a deferred one its result is deferred. */
export const eager = (
  compute: (args: HotValue, name: string, context: EvaluationContext) => HotValue,
  check?: (args: HotValue, name: string) => void,
): TemplateFunction => ({
  ...(check === undefined ? {} : { check }),
  compute(args, scope, name) {
    const value = scope.evaluate(args);
    const sources = deferredSources(value);
    return sources.length > 0 ? new Deferred(sources) : compute(value, name, scope.context);
  },
});

export type FunctionTable = Readonly<Record<string, TemplateFunction>>;

/** A map with one key that names a function, or undefined for any other snippet. */
export function functionCall(
  snippet: HotValue,
  table: FunctionTable,
): { name: string; args: HotValue; called: TemplateFunction } | undefined {
  if (!isMap(snippet)) return undefined;
  const keys = Object.keys(snippet);
  const name = keys[0];
  if (keys.length !== 1 || name === undefined || !Object.hasOwn(table, name)) return undefined;
  const called = table[name];
  return called && { name, args: snippet[name] ?? null, called };
}

/** Whether a shape check must let an argument pass, as it may be any value once computed. */
export function mayBeCall(snippet: HotValue): snippet is HotMap {
  if (!isMap(snippet)) return false;
  const keys = Object.keys(snippet);
  return keys.length === 1 && functionNames.has(keys[0] ?? "");
}

export const valueError = (reason: string): TemplateError =>
  new TemplateError("ValueError", reason);

export const typeError = (reason: string): TemplateError => new TemplateError("TypeError", reason);

/** Python shows the text of a KeyError in quotes, and so do Heat's messages. */
export const keyError = (reason: string): TemplateError =>
  new TemplateError("KeyError", pythonRepresentation(reason));
