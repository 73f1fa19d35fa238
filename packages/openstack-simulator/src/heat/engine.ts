import {
  compareProperties,
  type EvaluatedResource,
  evaluateResource,
  type HotMap,
  resolveProperties,
} from "@jeroboam/hot";
import { customConstraints } from "./custom-constraints.ts";
import type { Heat } from "./heat.ts";
import { setResourceState, setStackState } from "./heat-events.ts";
import { stackDependencies } from "./hidden-dependencies.ts";
import { performAction } from "./resource-action.ts";
import { failureOf, failureText, type ResourceFailure } from "./resource-failure.ts";
import type { ResourceType } from "./resource-type.ts";
import { emptySource } from "./stack-source.ts";
import { stackRuntime } from "./stack-runtime.ts";
import type { Action, HeatResource, Stack } from "./stack.ts";
import { defineFrom } from "./stack-definition.ts";
import {
  buildTraversal,
  isFinished,
  readyNodes,
  type Traversal,
  type TraversalNode,
} from "./traversal.ts";
import { lookUpType, typeOf } from "./type-lookup.ts";

const defaultTimeoutMinutes = 60;

/** Everything of a stack that still has to go some day. */
export function allResources(stack: Stack): HeatResource[] {
  return [...stack.resources.values(), ...stack.leftovers];
}

function placeResource(heat: Heat, stack: Stack, name: string): HeatResource {
  const definition = stack.definition.resources[name];
  const at = heat.cloud.clock.date();
  const resource: HeatResource = {
    name,
    stack,
    type: definition?.type ?? "",
    resolvedType: definition?.resolvedType ?? "",
    uuid: heat.cloud.random.uuid(),
    shortId: heat.cloud.random.text(12, "abcdefghijklmnopqrstuvwxyz234567"),
    createdAt: at,
    updatedAt: at,
    action: "INIT",
    status: "COMPLETE",
    statusReason: "",
    physicalId: undefined,
    evaluated: undefined,
    properties: {},
    metadata: {},
    data: new Map(),
    nested: undefined,
    requires: new Set(),
    operation: undefined,
    waiters: [],
  };
  stack.resources.set(name, resource);
  return resource;
}

/** Begins an action on a stack whose definition is in place; whatever ran before is overtaken. */
export function startAction(heat: Heat, stack: Stack, action: Action): void {
  const { clock, latency } = heat.cloud;
  const traversal: Traversal = { nodes: new Map() };
  stack.traversal = traversal;
  stack.timeout?.cancel();
  if (action !== "CREATE") stack.updatedAt = clock.date();
  setStackState(heat, stack, action, "IN_PROGRESS", `Stack ${action} started`);
  const minutes = stack.timeoutMinutes ?? defaultTimeoutMinutes;
  stack.timeout = clock.after(minutes * 60_000, () => timeOut(heat, stack, traversal));
  clock.after(latency("heatStack"), () => {
    if (stack.traversal !== traversal) return;
    const existing = allResources(stack);
    const dependencies = action === "DELETE" ? {} : stackDependencies(heat.types, stack.definition);
    for (const name of Object.keys(dependencies)) {
      if (!stack.resources.has(name)) placeResource(heat, stack, name);
    }
    for (const [key, node] of buildTraversal(dependencies, existing).nodes) {
      traversal.nodes.set(key, node);
    }
    advance(heat, stack, traversal);
  });
}

function advance(heat: Heat, stack: Stack, traversal: Traversal): void {
  if (stack.traversal !== traversal) return;
  const ready = readyNodes(traversal);
  for (const node of ready) node.state = "running";
  for (const node of ready) {
    if (stack.traversal === traversal) visit(heat, stack, traversal, node);
  }
  if (stack.traversal === traversal && isFinished(traversal)) complete(heat, stack);
}

function nodeDone(heat: Heat, stack: Stack, traversal: Traversal, node: TraversalNode): void {
  node.state = "done";
  // The next step is a task of its own, so that long chains do not nest calls.
  heat.cloud.clock.after(0, () => advance(heat, stack, traversal));
}

function visit(heat: Heat, stack: Stack, traversal: Traversal, node: TraversalNode): void {
  const resource = node.resource ?? stack.resources.get(node.name);
  if (resource?.operation) {
    // An overtaken traversal is still at work on it; its end brings us back here.
    resource.waiters.push(() => {
      if (stack.traversal === traversal) visit(heat, stack, traversal, node);
    });
    return;
  }
  const ended = (failure: ResourceFailure | undefined, action: Action): void => {
    if (stack.traversal !== traversal) return;
    if (failure) fail(heat, stack, `Resource ${action} failed: ${failureText(failure)}`);
    else nodeDone(heat, stack, traversal, node);
  };
  if (node.kind === "cleanup") {
    const isCurrent =
      stack.action !== "DELETE" &&
      stack.resources.get(node.name) === resource &&
      stack.definition.resources[node.name] !== undefined;
    if (!resource || isCurrent) nodeDone(heat, stack, traversal, node);
    else removeResource(heat, resource, (failure) => ended(failure, "DELETE"));
    return;
  }
  bringUpToDate(heat, stack, resource ?? placeResource(heat, stack, node.name), ended);
}

type Ended = (failure: ResourceFailure | undefined, action: Action) => void;

interface Wanted {
  readonly type: ResourceType;
  readonly evaluated: EvaluatedResource;
  readonly properties: HotMap;
}

function wantedState(heat: Heat, stack: Stack, name: string): Wanted {
  const evaluated = evaluateResource(stack.definition, name, stackRuntime(heat, stack));
  const type = lookUpType(heat, evaluated.resolvedType, stack.definition.files);
  const properties = resolveProperties(type.properties, evaluated.properties, {
    path: ["resources", name, "properties"],
    customConstraint: customConstraints(heat.cloud, stack),
  });
  return { type, evaluated, properties };
}

function requirementsOf(
  stack: Stack,
  traversal: Traversal | undefined,
  name: string,
): Set<HeatResource> {
  const needed = traversal?.nodes.get(`update ${name}`)?.requires ?? new Set<string>();
  return new Set(
    [...needed].flatMap((key) => stack.resources.get(key.replace(/^update /, "")) ?? []),
  );
}

/** Makes, updates or replaces a resource, or leaves it as it is. */
function bringUpToDate(heat: Heat, stack: Stack, resource: HeatResource, ended: Ended): void {
  const isNew =
    resource.action === "INIT" || (resource.action === "DELETE" && resource.status === "COMPLETE");
  const action = isNew ? "CREATE" : "UPDATE";
  let wanted: Wanted;
  try {
    wanted = wantedState(heat, stack, resource.name);
  } catch (error) {
    const failure = failureOf(resource, error);
    setResourceState(heat, resource, action, "FAILED", failureText(failure));
    ended(failure, action);
    return;
  }
  if (isNew) {
    createResource(heat, stack, resource, wanted, ended);
    return;
  }
  const change = changeOf(heat, resource, wanted);
  resource.requires = requirementsOf(stack, stack.traversal, resource.name);
  if (change === "replace") {
    stack.leftovers.push(resource);
    createResource(heat, stack, placeResource(heat, stack, resource.name), wanted, ended);
  } else if (change === "unchanged") {
    if (resource.status === "FAILED") {
      setResourceState(
        heat,
        resource,
        resource.action,
        "COMPLETE",
        "Update status to COMPLETE for FAILED resource neither update nor replace.",
      );
    }
    ended(undefined, "UPDATE");
  } else updateResource(heat, resource, wanted, change, ended);
}

function createResource(
  heat: Heat,
  stack: Stack,
  resource: HeatResource,
  wanted: Wanted,
  ended: Ended,
): void {
  resource.requires = requirementsOf(stack, stack.traversal, resource.name);
  Object.assign(resource, {
    evaluated: wanted.evaluated,
    properties: wanted.properties,
    metadata: wanted.evaluated.metadata,
  });
  performAction(heat, resource, {
    action: "CREATE",
    properties: wanted.properties,
    changed: [],
    call: wanted.type.calls?.create,
    run: (scope) => wanted.type.create(scope),
    ended: (failure) => ended(failure, "CREATE"),
  });
}

function updateResource(
  heat: Heat,
  resource: HeatResource,
  wanted: Wanted,
  changed: readonly string[],
  ended: Ended,
): void {
  performAction(heat, resource, {
    action: "UPDATE",
    properties: wanted.properties,
    changed,
    call: wanted.type.calls?.update,
    run: (scope) => (wanted.type.update ? wanted.type.update(scope) : scope.finish()),
    ended: (failure) => {
      if (!failure) {
        Object.assign(resource, {
          evaluated: wanted.evaluated,
          properties: wanted.properties,
          metadata: mergedMetadata(resource, wanted.evaluated),
        });
      }
      ended(failure, "UPDATE");
    },
  });
}

/** Metadata that signals wrote stays unless the template's own changes. */
function mergedMetadata(resource: HeatResource, after: EvaluatedResource) {
  const before = JSON.stringify(resource.evaluated?.metadata ?? {});
  return before === JSON.stringify(after.metadata) ? resource.metadata : after.metadata;
}

/** What an update means for a resource: the names that change in place, or another fate. */
function changeOf(
  heat: Heat,
  resource: HeatResource,
  wanted: Wanted,
): "replace" | "unchanged" | readonly string[] {
  if (resource.resolvedType !== wanted.evaluated.resolvedType && !resource.nested) return "replace";
  if (resource.nested) return Object.keys(wanted.properties);
  const { type } = wanted;
  if (type.alwaysReplaced) return "replace";
  if (resource.status === "FAILED" && (type.isBroken?.(heat, resource) ?? true)) return "replace";
  const change = compareProperties(resource.properties, wanted.properties, type.properties);
  if (change.kind === "refused") {
    return "replace";
  }
  if (change.kind === "replace") return "replace";
  if (change.kind === "update") {
    const replaces = type.replacesOn?.(resource.properties, wanted.properties, change.properties);
    return replaces ? "replace" : change.properties;
  }
  const frame = (one: EvaluatedResource | undefined) =>
    JSON.stringify([one?.metadata, one?.deletionPolicy, one?.updatePolicy]);
  return frame(resource.evaluated) === frame(wanted.evaluated) ? "unchanged" : [];
}

/** Takes a resource away, its physical side too unless its policy keeps that. */
function removeResource(
  heat: Heat,
  resource: HeatResource,
  ended: (failure: ResourceFailure | undefined) => void,
): void {
  const { stack } = resource;
  const forget = (): void => {
    stack.leftovers = stack.leftovers.filter((one) => one !== resource);
    if (stack.resources.get(resource.name) === resource) stack.resources.delete(resource.name);
  };
  const isKept = resource.evaluated?.deletionPolicy === "retain";
  if (resource.action === "INIT" || isKept) {
    if (isKept) setResourceState(heat, resource, "DELETE", "COMPLETE", "state changed");
    forget();
    ended(undefined);
    return;
  }
  const type = typeOf(heat, resource);
  performAction(heat, resource, {
    action: "DELETE",
    properties: resource.properties,
    changed: [],
    call: type.calls?.delete,
    run: (scope) => (type.delete ? type.delete(scope) : scope.finish()),
    ended: (failure) => {
      if (!failure) forget();
      ended(failure);
    },
  });
}

function settle(stack: Stack): void {
  stack.traversal = undefined;
  stack.timeout?.cancel();
  stack.timeout = undefined;
  for (const told of stack.settled.splice(0)) told();
}

function complete(heat: Heat, stack: Stack): void {
  const { traversal } = stack;
  heat.cloud.clock.after(heat.cloud.latency("heatStack"), () => {
    if (stack.traversal !== traversal) return;
    if (stack.action === "DELETE") {
      stack.deletedAt = heat.cloud.clock.date();
      if (!stack.parent) heat.cloud.keystone.state.projects.delete(stack.stackUserProjectId);
    }
    setStackState(
      heat,
      stack,
      stack.action,
      "COMPLETE",
      `Stack ${stack.action} completed successfully`,
    );
    settle(stack);
  });
}

function fail(heat: Heat, stack: Stack, reason: string): void {
  const { action } = stack;
  setStackState(heat, stack, action, "FAILED", reason);
  if (!stack.disableRollback && (action === "CREATE" || action === "UPDATE")) rollBack(heat, stack);
  else settle(stack);
}

function timeOut(heat: Heat, stack: Stack, traversal: Traversal): void {
  if (stack.traversal !== traversal) return;
  for (const resource of allResources(stack)) {
    if (resource.operation) {
      abort(
        heat,
        resource,
        `Task ${resource.action.toLowerCase()} from ${resource.type} "${resource.name}" Stack "${stack.name}" [${stack.id}] Timed out`,
      );
    }
  }
  fail(heat, stack, "Timed out");
}

function abort(heat: Heat, resource: HeatResource, why: string): void {
  resource.operation?.cancel();
  setResourceState(
    heat,
    resource,
    resource.action,
    "FAILED",
    `${resource.action} aborted (${why})`,
  );
  for (const waiter of resource.waiters.splice(0)) waiter();
}

/** Goes back to what the stack was before the running action; to nothing after a create. */
export function rollBack(heat: Heat, stack: Stack): void {
  const source = stack.previous?.source ?? emptySource;
  stack.source = source;
  stack.definition = stack.previous?.definition ?? defineFrom(heat, source, stack);
  stack.previous = undefined;
  startAction(heat, stack, "ROLLBACK");
}

/** Stops a running action where it is; resources in progress end by themselves. */
export function stopAction(heat: Heat, stack: Stack): void {
  setStackState(heat, stack, stack.action, "FAILED", `Stack ${stack.action} cancelled`);
  settle(stack);
}

/** Begins to delete a stack; what is in progress is aborted first. */
export function deleteStack(heat: Heat, stack: Stack): void {
  if (stack.action === "DELETE" && stack.status === "IN_PROGRESS") return;
  stack.traversal = undefined;
  for (const resource of allResources(stack)) {
    if (resource.operation) abort(heat, resource, "user triggered cancel");
  }
  startAction(heat, stack, "DELETE");
}
