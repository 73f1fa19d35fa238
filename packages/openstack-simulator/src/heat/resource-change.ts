import {
  compareProperties,
  type EvaluatedResource,
  evaluateResource,
  type HotMap,
  resolveProperties,
} from "@jeroboam/hot";
import { customConstraints } from "./custom-constraints.ts";
import type { Heat } from "./heat.ts";
import { setResourceState } from "./heat-events.ts";
import { heatName } from "./heat-name.ts";
import { performAction } from "./resource-action.ts";
import { failureOf, failureText, type ResourceFailure } from "./resource-failure.ts";
import type { ResourceType } from "./resource-type.ts";
import { stackRuntime } from "./stack-runtime.ts";
import type { Action, HeatResource, Stack } from "./stack.ts";
import { lookUpType, typeOf } from "./type-lookup.ts";

/** Puts a resource that is not made yet into a stack, in the place of any of that name. */
export function placeResource(heat: Heat, stack: Stack, name: string): HeatResource {
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

/** Told how an action on a resource ended. */
export type Ended = (failure: ResourceFailure | undefined, action: Action) => void;

interface Wanted {
  readonly type: ResourceType;
  readonly evaluated: EvaluatedResource;
  readonly properties: HotMap;
}

function wantedState(heat: Heat, stack: Stack, name: string): Wanted {
  const evaluated = evaluateResource(stack.definition, name, stackRuntime(heat, stack));
  const type = lookUpType(heat, evaluated.resolvedType, stack.definition);
  const properties = type.takesAnything
    ? {}
    : resolveProperties(type.properties, evaluated.properties, {
        path: ["resources", name, "properties"],
        customConstraint: customConstraints(heat.cloud, stack),
      });
  return { type, evaluated, properties };
}

/** Makes, updates or replaces a resource, or leaves it as it is. */
export function bringUpToDate(
  heat: Heat,
  resource: HeatResource,
  requires: ReadonlySet<HeatResource>,
  ended: Ended,
): void {
  const { stack } = resource;
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
    createResource(heat, resource, wanted, requires, ended);
    return;
  }
  const change = changeOf(heat, resource, wanted);
  if (change === "replace" || change === "replace by type" || change === "replace outright") {
    if (change !== "replace outright") {
      const who = change === "replace" ? resource.name : heatName(resource);
      setResourceState(heat, resource, "UPDATE", "IN_PROGRESS", "state changed");
      const reason = `The Resource ${who} requires replacement.`;
      setResourceState(heat, resource, "UPDATE", "COMPLETE", reason);
    }
    typeOf(heat, resource).prepareForReplace?.(heat, resource);
    stack.leftovers.push(resource);
    createResource(heat, placeResource(heat, stack, resource.name), wanted, requires, ended);
    return;
  }
  resource.requires = requires;
  if (change === "unchanged") {
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
  resource: HeatResource,
  wanted: Wanted,
  requires: ReadonlySet<HeatResource>,
  ended: Ended,
): void {
  resource.requires = requires;
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

/**
 * What an update means for a resource: the names that change in place, or another fate. Only a
 * replacement for its properties' sake begins as an update.
 */
function changeOf(
  heat: Heat,
  resource: HeatResource,
  wanted: Wanted,
): "replace" | "replace by type" | "replace outright" | "unchanged" | readonly string[] {
  if (resource.resolvedType !== wanted.evaluated.resolvedType && !resource.nested) {
    return "replace outright";
  }
  if (resource.nested) return Object.keys(wanted.properties);
  const { type } = wanted;
  if (type.alwaysReplaced) return "replace outright";
  if (resource.status === "FAILED" && (type.isBroken?.(heat, resource) ?? true)) {
    return "replace outright";
  }
  const change = compareProperties(resource.properties, wanted.properties, type.properties);
  if (change.kind === "refused" || change.kind === "replace") return "replace";
  if (change.kind === "update") {
    const replaces = type.replacesOn?.(resource.properties, wanted.properties, change.properties);
    return replaces ? "replace by type" : change.properties;
  }
  const frame = (one: EvaluatedResource | undefined) =>
    JSON.stringify([one?.metadata, one?.deletionPolicy, one?.updatePolicy]);
  return frame(resource.evaluated) === frame(wanted.evaluated) ? "unchanged" : [];
}

/** Takes a resource away, its physical side too unless its policy keeps that. */
export function removeResource(
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
    if (isKept) {
      setResourceState(heat, resource, "DELETE", "IN_PROGRESS", "state changed");
      setResourceState(heat, resource, "DELETE", "COMPLETE", "state changed");
    }
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
