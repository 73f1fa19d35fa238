import type { Heat } from "./heat.ts";
import type { Action, HeatResource, Stack, Status } from "./stack.ts";

/** Puts a resource into a state and notes it as an event. */
export function setResourceState(
  heat: Heat,
  resource: HeatResource,
  action: Action,
  status: Status,
  reason: string,
): void {
  Object.assign(resource, {
    action,
    status,
    statusReason: reason,
    updatedAt: heat.cloud.clock.date(),
  });
  resource.stack.events.push({
    id: heat.cloud.random.uuid(),
    at: resource.updatedAt,
    resourceName: resource.name,
    physicalId: resource.physicalId ?? "",
    resourceType: resource.type,
    action,
    status,
    reason,
    properties: resource.properties,
  });
}

/** Notes a signal that a resource received. */
export function addSignalEvent(heat: Heat, resource: HeatResource, reason: string): void {
  resource.stack.events.push({
    id: heat.cloud.random.uuid(),
    at: heat.cloud.clock.date(),
    resourceName: resource.name,
    physicalId: resource.physicalId ?? "",
    resourceType: resource.type,
    action: "SIGNAL",
    status: "COMPLETE",
    reason: `Signal: ${reason}`,
    properties: resource.properties,
  });
}

/** Puts a stack into a state and notes it as an event. */
export function setStackState(
  heat: Heat,
  stack: Stack,
  action: Action,
  status: Status,
  reason: string,
): void {
  Object.assign(stack, { action, status, statusReason: reason });
  stack.events.push({
    id: heat.cloud.random.uuid(),
    at: heat.cloud.clock.date(),
    resourceName: stack.name,
    physicalId: stack.id,
    resourceType: "OS::Heat::Stack",
    action,
    status,
    reason,
    properties: {},
  });
}
