import { evaluateOutputs } from "@jeroboam/hot";
import type { JsonObject } from "../json.ts";
import type { Heat } from "./heat.ts";
import { stackRuntime } from "./stack-runtime.ts";
import { type HeatEvent, type HeatResource, rootOf, type Stack, stateOf } from "./stack.ts";
import { typeOf } from "./type-lookup.ts";

/** Heat's form of a date. */
function heatTime(date: Date | undefined): string | null {
  return date ? date.toISOString().replace(/\.\d+Z$/, "Z") : null;
}

/** A stack's address, as seen by the client. */
export function stackUrl(origin: string, stack: Stack): string {
  return `${origin}/orchestration/v1/${stack.projectId}/stacks/${stack.name}/${stack.id}`;
}

function stackLinks(origin: string, stack: Stack): JsonObject[] {
  return [{ href: stackUrl(origin, stack), rel: "self" }];
}

/** A stack as lists show it. */
export function stackSummary(stack: Stack, origin: string): JsonObject {
  return {
    id: stack.id,
    links: stackLinks(origin, stack),
    stack_name: stack.name,
    description: stack.definition.template.description,
    stack_status: stateOf(stack),
    stack_status_reason: stack.statusReason,
    creation_time: heatTime(stack.createdAt),
    updated_time: heatTime(stack.updatedAt),
    deletion_time: heatTime(stack.deletedAt),
    stack_owner: stack.userName,
    parent: stack.parent?.stack.id ?? null,
    stack_user_project_id: stack.stackUserProjectId,
    tags: stack.tags.length > 0 ? stack.tags : null,
  };
}

/** The outputs of a stack; one that fails has an error. */
export function stackOutputs(heat: Heat, stack: Stack): JsonObject[] {
  const outputs = evaluateOutputs(stack.definition, stackRuntime(heat, stack));
  return Object.entries(outputs).map(([key, output]) => ({
    output_key: key,
    description: output.description,
    output_value: output.value,
    ...(output.error ? { output_error: output.error.message } : {}),
  }));
}

/** A stack in full. */
export function stackDetail(
  heat: Heat,
  stack: Stack,
  origin: string,
  withOutputs: boolean,
): JsonObject {
  return {
    ...stackSummary(stack, origin),
    notification_topics: [],
    parameters: stack.definition.parameterTexts,
    template_description: stack.definition.template.description,
    capabilities: [],
    disable_rollback: stack.disableRollback,
    timeout_mins: stack.timeoutMinutes ?? null,
    ...(withOutputs && stack.deletedAt === undefined ? { outputs: stackOutputs(heat, stack) } : {}),
  };
}

/** A resource as lists show it. */
export function resourceSummary(heat: Heat, resource: HeatResource, origin: string): JsonObject {
  const { stack, nested } = resource;
  const requiredBy = [...stack.resources.values()].filter(
    (one) =>
      one.requires.has(resource) ||
      (stack.definition.dependencies[one.name] ?? []).includes(resource.name),
  );
  return {
    resource_name: resource.name,
    logical_resource_id: resource.name,
    physical_resource_id: resource.physicalId ?? "",
    resource_type: resource.type,
    resource_status: stateOf(resource),
    resource_status_reason: resource.statusReason,
    creation_time: heatTime(resource.createdAt),
    updated_time: heatTime(resource.updatedAt),
    required_by: requiredBy.map((one) => one.name),
    links: [
      { href: `${stackUrl(origin, stack)}/resources/${resource.name}`, rel: "self" },
      { href: stackUrl(origin, stack), rel: "stack" },
      ...(nested && nested.deletedAt === undefined
        ? [{ href: stackUrl(origin, nested), rel: "nested" }]
        : []),
    ],
    ...(stack.parent ? { parent_resource: stack.parent.name } : {}),
  };
}

/** A resource in full, with its attributes. */
export function resourceDetail(
  heat: Heat,
  resource: HeatResource,
  origin: string,
  withAttributes: readonly string[],
): JsonObject {
  const type = typeOf(heat, resource);
  const names = [
    ...new Set([...type.attributes.filter((one) => one !== "show"), ...withAttributes]),
  ];
  const read = (name: string): unknown => {
    try {
      if (type.attributeAt) return type.attributeAt(heat, resource, [name]);
      return type.attribute?.(heat, resource, name) ?? null;
    } catch {
      // An attribute that cannot be computed now shows as null.
      return null;
    }
  };
  const nestedOutputs =
    resource.nested && type.attributes.length === 0
      ? stackOutputs(heat, resource.nested).map((one) => [one["output_key"], one["output_value"]])
      : [];
  return {
    ...resourceSummary(heat, resource, origin),
    description: resource.stack.definition.resources[resource.name]?.description ?? "",
    attributes: {
      ...Object.fromEntries(names.map((name) => [name, read(name)])),
      ...Object.fromEntries(nestedOutputs),
    },
  };
}

/** An event. */
export function eventBody(
  stack: Stack,
  event: HeatEvent,
  origin: string,
  isDetailed: boolean,
): JsonObject {
  const root = rootOf(stack);
  const resourceUrl = `${stackUrl(origin, stack)}/resources/${event.resourceName}`;
  return {
    id: event.id,
    event_time: heatTime(event.at),
    resource_name: event.resourceName,
    logical_resource_id: event.resourceName,
    physical_resource_id: event.physicalId,
    resource_status: `${event.action}_${event.status}`,
    resource_status_reason: event.reason,
    links: [
      { href: `${resourceUrl}/events/${event.id}`, rel: "self" },
      { href: resourceUrl, rel: "resource" },
      { href: stackUrl(origin, stack), rel: "stack" },
      ...(stack === root ? [] : [{ href: stackUrl(origin, root), rel: "root_stack" }]),
    ],
    ...(isDetailed
      ? { resource_type: event.resourceType, resource_properties: event.properties }
      : {}),
  };
}
