import type { EvaluationContext, Runtime } from "../evaluation/evaluation-context.ts";
import type { TemplateError } from "../template-error.ts";
import type { DeletionPolicy } from "../template/template.ts";
import type { HotMap, HotValue } from "../value.ts";
import type { StackDefinition } from "./stack-definition.ts";

/** A resource with every expression computed; see `resolveProperties` for types and defaults. */
export interface EvaluatedResource {
  readonly name: string;
  readonly type: string;
  readonly resolvedType: string;
  readonly properties: HotMap;
  readonly metadata: HotValue;
  readonly deletionPolicy: DeletionPolicy;
  readonly updatePolicy: HotMap;
  readonly externalId?: string;
}

/** An output with its value, or with the error that stands in its way. */
export interface EvaluatedOutput {
  readonly description: string;
  readonly value: HotValue;
  readonly error?: TemplateError;
}

/** Puts a stack and what is known of its resources together, for `evaluate`. */
export function evaluationContext(_stack: StackDefinition, _runtime: Runtime): EvaluationContext {
  throw new Error("under construction");
}

/** Computes one resource; with {@link planRuntime} what is not known yet becomes deferred. */
export function evaluateResource(
  _stack: StackDefinition,
  _name: string,
  _runtime: Runtime,
): EvaluatedResource {
  throw new Error("under construction");
}

/** Computes the outputs; one that fails has an error and a null value, as Heat shows it. */
export function evaluateOutputs(
  _stack: StackDefinition,
  _runtime: Runtime,
): Readonly<Record<string, EvaluatedOutput>> {
  throw new Error("under construction");
}

/** Knows nothing: every reference and attribute is deferred. For plans. */
export const planRuntime: Runtime = {
  referenceOf: () => null,
  attributeOf: () => null,
};

/** Answers as Heat does before anything exists: references are names, attributes null. */
export const previewRuntime: Runtime = {
  referenceOf: (name) => name,
  attributeOf: () => null,
};
