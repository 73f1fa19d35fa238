import { nestedEnvironment } from "../environment/resolve-type.ts";
import type { Runtime } from "../evaluation/evaluation-context.ts";
import {
  expandResourceGroup,
  resourceGroupAttribute,
  resourceGroupSchema,
} from "../nested/resource-group.ts";
import {
  isTemplateType,
  nestedAttribute,
  nestedParameters,
  nestedPropertiesSchema,
  nestedReference,
  nestedTemplate,
  type NestedStackView,
} from "../nested/template-resource.ts";
import { resolveProperties } from "../properties/resolve-properties.ts";
import { defineStack } from "../stack/define-stack.ts";
import {
  type EvaluatedResource,
  evaluateOutputs,
  evaluateResource,
} from "../stack/evaluate-stack.ts";
import { planRuntime } from "../stack/plan-runtime.ts";
import type { StackDefinition } from "../stack/stack-definition.ts";
import { TemplateError } from "../template-error.ts";
import type { Template } from "../template/template.ts";
import { type HotMap, own } from "../value.ts";
import { withStandIns } from "./stand-in.ts";

/** A resource that would be made: no nested stack itself, but perhaps within some. */
export interface PlannedResource {
  /** After the environment's registry. */
  readonly type: string;
  /** Names from the outermost resource to its own. */
  readonly path: readonly string[];
}

const GROUP_TYPE = "OS::Heat::ResourceGroup";
/** Stands for "make nothing" in an environment's registry. */
const NOTHING_TYPE = "OS::Heat::None";
const DEPTH_MAX = 5;
/** Stacks within the stack count too. Heat's own limit is the operator's; this one bounds the time. */
export const PLANNED_RESOURCES_MAX = 10_000;

/**
 * Lists what a stack would be made of, in creation order: nested templates and groups expanded,
 * conditions decided. What is known only later counts as something: not empty, not null.
 *
 * Throws {@link TemplateError} for what Heat would refuse in a nested template, and
 * `RequestLimitExceeded` for more than {@link PLANNED_RESOURCES_MAX} resources.
 */
export function planResources(stack: StackDefinition): readonly PlannedResource[] {
  return planStack(stack, { path: [], budget: { left: PLANNED_RESOURCES_MAX } }).resources;
}

/** Where in the plan a stack stands, and how much may still be made in all of it. */
interface Place {
  readonly path: readonly string[];
  readonly budget: { left: number };
}

function spend({ budget }: Place, count: number): void {
  budget.left -= count;
  if (budget.left < 0)
    throw new TemplateError(
      "RequestLimitExceeded",
      "Request limit exceeded: Maximum resources per stack exceeded.",
    );
}

interface PlannedStack {
  readonly resources: readonly PlannedResource[];
  readonly view: NestedStackView;
}

/** A resource that is a nested stack, as its siblings see it. */
interface NestedPlan extends Runtime {
  readonly resources: readonly PlannedResource[];
}

function planStack(stack: StackDefinition, place: Place): PlannedStack {
  const { path, budget } = place;
  if (path.length > DEPTH_MAX)
    throw new TemplateError("StackValidationFailed", `Recursion depth exceeds ${DEPTH_MAX}.`);
  const nested = new Map<string, NestedPlan>();
  const runtime: Runtime = {
    referenceOf: (name) => (nested.get(name) ?? planRuntime).referenceOf(name),
    attributeOf: (name, parts) => (nested.get(name) ?? planRuntime).attributeOf(name, parts),
  };
  const resources = stack.order.flatMap((name): readonly PlannedResource[] => {
    const inside = { path: [...path, name], budget };
    spend(inside, 1);
    const resource = evaluateResource(stack, name, runtime);
    const inner = planNested(stack, resource, inside);
    if (inner) {
      nested.set(name, inner);
      return inner.resources;
    }
    const isMade = resource.resolvedType !== NOTHING_TYPE && resource.externalId === undefined;
    return isMade ? [{ type: resource.resolvedType, path: inside.path }] : [];
  });
  const outputs = evaluateOutputs(stack, runtime);
  return {
    resources,
    view: {
      arn: [...path, "arn"].join("."),
      outputs: Object.fromEntries(Object.entries(outputs).map(([name, one]) => [name, one.value])),
      memberNames: stack.order,
      memberReference: runtime.referenceOf,
      memberAttribute: runtime.attributeOf,
    },
  };
}

/** Undefined for a resource that is no nested stack. */
function planNested(
  stack: StackDefinition,
  resource: EvaluatedResource,
  place: Place,
): NestedPlan | undefined {
  if (isTemplateType(resource.resolvedType)) return planTemplate(stack, resource, place);
  return resource.resolvedType === GROUP_TYPE ? planGroup(stack, resource, place) : undefined;
}

function planTemplate(
  stack: StackDefinition,
  resource: EvaluatedResource,
  place: Place,
): NestedPlan {
  const template = nestedTemplate(resource.resolvedType, stack.files);
  const schema = nestedPropertiesSchema(template, stack.environment.parameterDefaults);
  const properties = resolveProperties(schema, resource.properties, propertiesOf(resource));
  const given = own(stack.resources, resource.name)?.properties ?? {};
  const parameters = nestedParameters(properties, given);
  const { resources, view } = planStack(within(stack, resource, template, parameters), place);
  return {
    resources,
    referenceOf: () => nestedReference(view),
    attributeOf: (name, parts) =>
      parts[0] === "OS::stack_id" ? nestedReference(view) : nestedAttribute(name, parts, view),
  };
}

function planGroup(stack: StackDefinition, resource: EvaluatedResource, place: Place): NestedPlan {
  const properties = resolveProperties(
    resourceGroupSchema,
    resource.properties,
    propertiesOf(resource),
  );
  const count = Number(properties["count"]);
  // Before the members are there: a count may be any number.
  if (count > place.budget.left) spend(place, count);
  const { names, blacklist, template } = expandResourceGroup(properties);
  const { resources, view } = planStack(within(stack, resource, template, {}), place);
  const { memberReference, memberAttribute } = view;
  return {
    resources,
    referenceOf: (name) => planRuntime.referenceOf(name),
    attributeOf: (name, parts) =>
      resourceGroupAttribute(name, parts, { blacklist, names, memberReference, memberAttribute }),
  };
}

function within(
  stack: StackDefinition,
  resource: EvaluatedResource,
  template: Template,
  parameters: HotMap,
): StackDefinition {
  return defineStack({
    ...withStandIns(template, parameters),
    name: `${stack.name}-${resource.name}`,
    environment: nestedEnvironment(stack.environment, resource.name),
    files: stack.files,
    facade: {
      metadata: resource.metadata,
      deletionPolicy: resource.deletionPolicy,
      updatePolicy: resource.updatePolicy,
    },
  });
}

const propertiesOf = ({ name }: EvaluatedResource) => ({ path: ["resources", name, "properties"] });
