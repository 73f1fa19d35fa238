import {
  defineStack,
  evaluateOutputs,
  type HotMap,
  type NestedStackView,
  nestedEnvironment,
  type StackDefinition,
  type Template,
} from "@jeroboam/hot";
import { customConstraints } from "../custom-constraints.ts";
import { deleteStack, startAction } from "../engine.ts";
import type { Heat } from "../heat.ts";
import { nestedFailure } from "../resource-failure.ts";
import type { ResourceScope } from "../resource-type.ts";
import { attributeOf, referenceOf, stackRuntime } from "../stack-runtime.ts";
import { type HeatResource, physicalName, type Stack, stackArn } from "../stack.ts";

/** What the nested stack of a resource is to be. */
export interface NestedContent {
  readonly template: Template;
  readonly parameters: HotMap;
}

const capitalised = (word: string): string => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;

function contentDefinition(
  heat: Heat,
  resource: HeatResource,
  content: NestedContent,
  id: string,
): StackDefinition {
  const { stack } = resource;
  const { environment, files } = stack.definition;
  return defineStack({
    template: content.template,
    parameters: content.parameters,
    name: resource.nested?.name ?? physicalName(resource),
    id,
    projectId: stack.projectId,
    environment: nestedEnvironment(environment, resource.name),
    files,
    customConstraint: customConstraints(heat.cloud, stack),
    facade: {
      metadata: resource.metadata,
      deletionPolicy: capitalised(resource.evaluated?.deletionPolicy ?? "delete"),
      updatePolicy: resource.evaluated?.updatePolicy ?? {},
    },
  });
}

/** Ends the scope's action when the nested stack's action ends. */
function follow(scope: ResourceScope, nested: Stack): void {
  nested.settled.push(() => {
    if (nested.status === "COMPLETE") scope.finish();
    else scope.reject(nestedFailure(scope.resource, nested.action, nested.statusReason));
  });
}

/** Makes the nested stack of a resource. */
export function createNested(scope: ResourceScope, content: NestedContent): void {
  const { heat, resource } = scope;
  const { stack } = resource;
  const id = heat.cloud.random.uuid();
  const definition = contentDefinition(heat, resource, content, id);
  const nested: Stack = {
    id,
    name: physicalName(resource),
    projectId: stack.projectId,
    userId: stack.userId,
    userName: stack.userName,
    parent: resource,
    stackUserProjectId: stack.stackUserProjectId,
    createdAt: heat.cloud.clock.date(),
    updatedAt: undefined,
    deletedAt: undefined,
    action: "CREATE",
    status: "IN_PROGRESS",
    statusReason: "",
    timeoutMinutes: stack.timeoutMinutes,
    disableRollback: true,
    tags: [],
    source: {
      template: content.template.source,
      environment: definition.environment,
      parameters: content.parameters,
      files: definition.files,
    },
    definition,
    previous: undefined,
    resources: new Map(),
    leftovers: [],
    events: [],
    traversal: undefined,
    timeout: undefined,
    settled: [],
  };
  heat.stacks.set(id, nested);
  resource.nested = nested;
  scope.setPhysicalId(id);
  startAction(heat, nested, "CREATE");
  follow(scope, nested);
}

/** Brings the nested stack of a resource to a new content; makes it where it is missing. */
export function updateNested(scope: ResourceScope, content: NestedContent): void {
  const { heat, resource } = scope;
  const { nested } = resource;
  if (!nested || nested.deletedAt !== undefined) {
    createNested(scope, content);
    return;
  }
  const definition = contentDefinition(heat, resource, content, nested.id);
  nested.previous = { source: nested.source, definition: nested.definition };
  nested.definition = definition;
  nested.source = {
    ...nested.source,
    template: content.template.source,
    parameters: content.parameters,
    files: definition.files,
  };
  nested.timeoutMinutes = resource.stack.timeoutMinutes;
  nested.settled = [];
  startAction(heat, nested, "UPDATE");
  follow(scope, nested);
}

/** Deletes the nested stack of a resource. */
export function deleteNested(scope: ResourceScope): void {
  const { nested } = scope.resource;
  if (!nested || nested.deletedAt !== undefined) {
    scope.finish();
    return;
  }
  nested.settled = [];
  deleteStack(scope.heat, nested);
  follow(scope, nested);
}

/** How references and attributes look into a nested stack. */
export function nestedView(heat: Heat, nested: Stack): NestedStackView {
  const member = (name: string): HeatResource | undefined => nested.resources.get(name);
  const outputs = evaluateOutputs(nested.definition, stackRuntime(heat, nested));
  return {
    arn: stackArn(nested),
    outputs: Object.fromEntries(Object.entries(outputs).map(([name, one]) => [name, one.value])),
    memberNames: [...nested.resources.keys()],
    memberReference: (name) => {
      const resource = member(name);
      return resource ? referenceOf(heat, resource) : null;
    },
    memberAttribute: (name, path) => {
      const resource = member(name);
      return resource ? attributeOf(heat, resource, path) : null;
    },
  };
}
