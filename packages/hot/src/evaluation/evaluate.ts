import type { HotValue } from "../value.ts";
import type { EvaluationContext } from "./evaluation-context.ts";

/** Computes an expression. Throws nothing but {@link TemplateError}. */
export function evaluate(_snippet: HotValue, _context: EvaluationContext): HotValue {
  throw new Error("under construction");
}

/**
 * Walks list positions and map keys down a plain value, as `get_attr` does with the rest of its
 * path; null where the way ends. A deferred value stays deferred.
 */
export function selectPath(_value: HotValue, _path: readonly (string | number)[]): HotValue {
  throw new Error("under construction");
}
