import { evaluate, evaluateOptional } from "../evaluation/evaluate.ts";
import { functionCall } from "../evaluation/template-function.ts";
import { valueFunctions } from "../functions/function-table.ts";
import type { EvaluationContext, Runtime } from "../evaluation/evaluation-context.ts";
import { pythonText } from "../python/python-text.ts";
import { TemplateError } from "../template-error.ts";
import { checkDeletionPolicy } from "../template/parse-resources.ts";
import type { DeletionPolicy } from "../template/template.ts";
import { isMap, own, type HotMap, type HotValue } from "../value.ts";
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
export const evaluationContext = (stack: StackDefinition, runtime: Runtime): EvaluationContext => ({
  referenceOf: (name) => runtime.referenceOf(name),
  attributeOf: (name, path) => runtime.attributeOf(name, path),
  parameters: stack.parameters,
  conditions: stack.conditions,
  resourceNames: namesOf(stack.resources),
  files: stack.files,
  ...(stack.facade === undefined ? {} : { facade: stack.facade }),
});

/** Asked for once per resource of a stack, of which there may be thousands. */
const names = new WeakMap<object, ReadonlySet<string>>();

function namesOf(resources: StackDefinition["resources"]): ReadonlySet<string> {
  const known = names.get(resources) ?? new Set(Object.keys(resources));
  names.set(resources, known);
  return known;
}

/** Computes one resource; with `planRuntime` what is not known yet becomes deferred. */
export function evaluateResource(
  stack: StackDefinition,
  name: string,
  runtime: Runtime,
): EvaluatedResource {
  const resource = own(stack.resources, name);
  if (resource === undefined) {
    throw new TemplateError("EntityNotFound", `The Resource (${name}) could not be found.`);
  }
  const context = evaluationContext(stack, runtime);
  const external = evaluate(resource.externalId ?? null, context);
  const updatePolicy = evaluate(resource.updatePolicy, context);
  return {
    name,
    type: resource.type,
    resolvedType: resource.resolvedType,
    properties: evaluateProperties(name, resource.properties, context),
    metadata: evaluate(resource.metadata, context) ?? {},
    deletionPolicy:
      external === null ? deletionPolicy(evaluate(resource.deletionPolicy, context)) : "retain",
    updatePolicy: isMap(updatePolicy) ? updatePolicy : {},
    ...(external === null ? {} : { externalId: pythonText(external) }),
  };
}

/** Computes property by property, so that an error names the one it is in. */
function evaluateProperties(name: string, properties: HotMap, context: EvaluationContext): HotMap {
  const path = ["resources", name, "properties"];
  if (functionCall(properties, valueFunctions) !== undefined) {
    const whole = evaluateAt(properties, path, context) ?? null;
    return isMap(whole) ? whole : {};
  }
  return Object.fromEntries(
    Object.entries(properties)
      .map(([key, snippet]) => [key, evaluateAt(snippet, [...path, key], context)] as const)
      .filter((entry): entry is readonly [string, HotValue] => entry[1] !== undefined),
  );
}

function evaluateAt(
  snippet: HotValue,
  path: readonly string[],
  context: EvaluationContext,
): HotValue | undefined {
  try {
    return evaluateOptional(snippet, context);
  } catch (error) {
    if (!TemplateError.isInstance(error)) throw error;
    throw new TemplateError("StackValidationFailed", error.message, {
      label: "Property error",
      path,
      cause: error,
    });
  }
}

function deletionPolicy(value: HotValue): DeletionPolicy {
  checkDeletionPolicy(value);
  const policy = typeof value === "string" ? value.toLowerCase() : "delete";
  return policy === "retain" || policy === "snapshot" ? policy : "delete";
}

/** Computes the outputs; one that fails has an error and a null value, as Heat shows it. */
export function evaluateOutputs(
  stack: StackDefinition,
  runtime: Runtime,
): Readonly<Record<string, EvaluatedOutput>> {
  const context = evaluationContext(stack, runtime);
  return Object.fromEntries(
    Object.entries(stack.outputs).map(([name, output]) => {
      const description = output.description ?? "No description given";
      try {
        return [name, { description, value: evaluate(output.value, context) }];
      } catch (error) {
        if (!TemplateError.isInstance(error)) throw error;
        return [name, { description, value: null, error }];
      }
    }),
  );
}
