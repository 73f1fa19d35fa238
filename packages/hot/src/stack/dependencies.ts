import { evaluate } from "../evaluation/evaluate.ts";
import type { EvaluationContext } from "../evaluation/evaluation-context.ts";
import { functionCalls, type BranchChoice } from "../evaluation/function-calls.ts";
import { unknownReference } from "../functions/reference-functions.ts";
import { pythonText } from "../python/python-text.ts";
import { TemplateError } from "../template-error.ts";
import type { ResourceDefinition } from "../template/template.ts";
import { isList, own, type HotValue } from "../value.ts";

/** A use of a resource in an expression. */
export interface Reference {
  readonly resource: string;
  /** Present for `get_attr`; null stands for all attributes. */
  readonly attribute?: HotValue;
  readonly place: string;
}

/** Lists the resources an expression refers to; names that must be computed first are. */
export const references = (
  snippet: HotValue,
  place: string,
  branches: BranchChoice,
  nameOf: (snippet: HotValue) => HotValue,
): readonly Reference[] =>
  functionCalls(snippet, place, branches).flatMap((call): readonly Reference[] => {
    if (call.name === "get_resource") {
      const resource = nameOf(call.args);
      return typeof resource === "string" ? [{ resource, place: call.place }] : [];
    }
    if (call.name !== "get_attr" || !isList(call.args)) return [];
    const [name = null, attribute = null] = call.args;
    const resource = nameOf(name);
    return typeof resource === "string"
      ? [{ resource, attribute: nameOf(attribute), place: call.place }]
      : [];
  });

/** Computes names in references; undecidable ones are null. */
export const computedName =
  (context: EvaluationContext) =>
  (snippet: HotValue): HotValue => {
    try {
      return evaluate(snippet, context);
    } catch (error) {
      if (TemplateError.isInstance(error)) return null;
      throw error;
    }
  };

/**
 * Lists for each resource those it needs. Throws for references to resources that do not exist;
 * `depends_on` may name one whose condition does not hold.
 */
export function resourceDependencies(
  resources: Readonly<Record<string, ResourceDefinition>>,
  defined: Readonly<Record<string, ResourceDefinition>>,
  context: EvaluationContext,
  branches: BranchChoice,
): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    Object.entries(resources).map(([name, definition]) => [
      name,
      requiredBy(name, definition, resources, defined, context, branches),
    ]),
  );
}

function requiredBy(
  name: string,
  definition: ResourceDefinition,
  resources: Readonly<Record<string, ResourceDefinition>>,
  defined: Readonly<Record<string, ResourceDefinition>>,
  context: EvaluationContext,
  branches: BranchChoice,
): readonly string[] {
  if (definition.externalId !== undefined) {
    if (definition.dependsOn.length > 0) throw externalDependency(definition, context);
    return [];
  }
  const nameOf = computedName(context);
  const implicit = [
    ...references(definition.properties, `${name}.Properties`, branches, nameOf),
    ...references(definition.metadata, `${name}.Metadata`, branches, nameOf),
  ];
  for (const { resource, place } of implicit) {
    if (own(resources, resource) === undefined) throw unknownReference(resource, place);
  }
  for (const resource of definition.dependsOn) {
    if (own(defined, resource) === undefined) throw unknownReference(resource, name);
  }
  const explicit = definition.dependsOn.filter(
    (resource) => own(resources, resource) !== undefined,
  );
  return [...new Set([...explicit, ...implicit.map(({ resource }) => resource)])].toSorted();
}

const externalDependency = (
  { type, externalId = null }: ResourceDefinition,
  context: EvaluationContext,
): TemplateError =>
  new TemplateError(
    "InvalidExternalResourceDependency",
    `Invalid dependency with external ${type} resource: ${pythonText(computedName(context)(externalId))}`,
  );

/** Orders resources so that needed ones come first; ties keep the template's order. */
export function topologicalOrder(
  dependencies: Readonly<Record<string, readonly string[]>>,
): readonly string[] {
  const order: string[] = [];
  const waiting = new Map(
    Object.entries(dependencies).map(([name, needs]) => [name, new Set(needs)]),
  );
  while (waiting.size > 0) {
    const ready = [...waiting.keys()].filter((name) => waiting.get(name)?.size === 0);
    if (ready.length === 0) throw circular(waiting);
    for (const name of ready) {
      order.push(name);
      waiting.delete(name);
    }
    for (const needs of waiting.values()) for (const name of ready) needs.delete(name);
  }
  return order;
}

function circular(waiting: ReadonlyMap<string, ReadonlySet<string>>): TemplateError {
  const nodes = [...waiting].map(([name, needs]) => `${name}: [${[...needs].join(", ")}]`);
  return new TemplateError(
    "CircularDependencyException",
    `Circular Dependency Found: {${nodes.join(", ")}}`,
  );
}
