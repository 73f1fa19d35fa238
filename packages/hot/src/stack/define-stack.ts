import { emptyEnvironment, type Environment } from "../environment/environment.ts";
import { resolveType } from "../environment/resolve-type.ts";
import { evaluateCondition } from "../evaluation/evaluate.ts";
import type { EvaluationContext } from "../evaluation/evaluation-context.ts";
import { checkCall, functionCalls, type BranchChoice } from "../evaluation/function-calls.ts";
import { resolveParameters } from "../parameters/resolve-parameters.ts";
import { TemplateError } from "../template-error.ts";
import { checkParameterGroups } from "../template/check-parameter-groups.ts";
import type { OutputDefinition, ResourceDefinition, Template } from "../template/template.ts";
import { valuesEqual, type HotMap, type HotValue } from "../value.ts";
import { resourceDependencies, topologicalOrder } from "./dependencies.ts";
import { planRuntime } from "./plan-runtime.ts";
import { checkOutputAttributes, checkResourceAttributes } from "./check-references.ts";
import { resolveConditions } from "./resolve-conditions.ts";
import type { StackDefinition, StackOptions, StackResource } from "./stack-definition.ts";

/**
 * Joins a template with parameters, environment and files.
 *
 * Throws {@link TemplateError} for missing, unknown or unfit parameters, unknown references and
 * circular dependencies.
 */
export function defineStack(options: StackOptions): StackDefinition {
  const { template, name, environment = emptyEnvironment, files = {} } = options;
  const { values, texts } = resolveParameters(template.parameters, {
    values: { ...environment.parameters, ...options.parameters },
    defaults: environment.parameterDefaults,
    pseudo: {
      "OS::stack_id": options.id ?? "",
      "OS::project_id": options.projectId ?? "",
      "OS::stack_name": name,
    },
    customConstraint: options.customConstraint,
  });
  checkParameterGroups(template);
  const conditions = resolveConditions(template.conditions, values);
  const allNames = new Set(Object.keys(template.resources));
  const context: EvaluationContext = {
    ...planRuntime,
    parameters: values,
    conditions,
    resourceNames: allNames,
    files,
    ...(options.facade === undefined ? {} : { facade: options.facade }),
  };
  const branches = chosenBranch(context);
  const enabled = enabledResources(template, context, branches);
  checkDuplicateNames(values, enabled);
  const enabledContext = { ...context, resourceNames: new Set(Object.keys(enabled)) };
  const resources = stackResources(enabled, environment);
  const outputs = enabledOutputs(template, context, branches);
  const dependencies = resourceDependencies(enabled, template.resources, enabledContext, branches);
  const order = topologicalOrder(dependencies);
  const { attributesOf } = options;
  const check = { resources, files, context: enabledContext, branches, attributesOf };
  checkResourceAttributes(check);
  checkOutputAttributes(outputs, check);
  return {
    template,
    name,
    environment,
    files,
    parameters: values,
    parameterTexts: texts,
    conditions,
    resources,
    outputs,
    dependencies,
    order,
    ...(options.facade === undefined ? {} : { facade: options.facade }),
  };
}

const chosenBranch =
  (context: EvaluationContext): BranchChoice =>
  ([condition = null, whenTrue, whenFalse], place) => {
    const branch = holds(condition, place, context) ? whenTrue : whenFalse;
    return branch === undefined ? [] : [branch];
  };

function enabledResources(
  template: Template,
  context: EvaluationContext,
  branches: BranchChoice,
): Readonly<Record<string, ResourceDefinition>> {
  return Object.fromEntries(
    Object.entries(template.resources).filter(([name, definition]) => {
      checkExpressions(name, definition, branches, template.version);
      return holds(definition.condition, `resources.${name}.condition`, context);
    }),
  );
}

function checkExpressions(
  name: string,
  definition: ResourceDefinition,
  branches: BranchChoice,
  version: string,
): void {
  const fields: readonly (readonly [string, HotValue])[] = [
    ["properties", definition.properties],
    ["metadata", definition.metadata],
    ["deletion_policy", definition.deletionPolicy],
    ["update_policy", definition.updatePolicy],
    ["external_id", definition.externalId ?? null],
  ];
  for (const [field, snippet] of fields) {
    functionCalls(snippet, `resources.${name}.${field}`, branches).forEach((call) =>
      checkCall(call, version),
    );
  }
}

function holds(condition: HotValue | undefined, path: string, context: EvaluationContext): boolean {
  if (condition === undefined) return true;
  try {
    return evaluateCondition(condition, context);
  } catch (error) {
    if (!TemplateError.isInstance(error)) throw error;
    throw new TemplateError("StackValidationFailed", error.reason, { path: [path] });
  }
}

/** An output whose condition does not hold stays, without a value. */
function enabledOutputs(
  template: Template,
  context: EvaluationContext,
  branches: BranchChoice,
): Readonly<Record<string, OutputDefinition>> {
  return Object.fromEntries(
    Object.entries(template.outputs).map(([name, output]) => {
      if (!holds(output.condition, `outputs.${name}.condition`, context)) {
        return [name, { ...output, value: null }];
      }
      functionCalls(output.value, `outputs.${name}.value`, branches).forEach((call) =>
        checkCall(call, template.version),
      );
      return [name, output];
    }),
  );
}

const stackResources = (
  resources: Readonly<Record<string, ResourceDefinition>>,
  environment: Environment,
): Readonly<Record<string, StackResource>> =>
  Object.fromEntries(
    Object.entries(resources).map(([name, definition]) => [
      name,
      { ...definition, name, resolvedType: resolveType(environment, definition.type, name) },
    ]),
  );

function checkDuplicateNames(
  parameters: HotMap,
  resources: Readonly<Record<string, ResourceDefinition>>,
): void {
  const names = Object.keys(resources).filter((name) => Object.hasOwn(parameters, name));
  if (names.length === 0) return;
  const list = names.map((name) => `'${name}'`).join(", ");
  throw new TemplateError("StackValidationFailed", `Duplicate names {${list}}`);
}

/** Refuses a change of immutable parameters between two definitions of one stack. */
export function checkImmutableParameters(before: StackDefinition, after: StackDefinition): void {
  const changed = Object.entries(after.template.parameters)
    .filter(
      ([name, schema]) =>
        schema.immutable &&
        Object.hasOwn(before.parameters, name) &&
        !valuesEqual(before.parameters[name] ?? null, after.parameters[name] ?? null),
    )
    .map(([name]) => name);
  if (changed.length === 0) return;
  throw new TemplateError(
    "ImmutableParameterModified",
    `The following parameters are immutable and may not be updated: ${changed.join(", ")}`,
  );
}
