import type { HotMap } from "@jeroboam/hot";
import type { Timer } from "../clock.ts";
import type { ResourceFault } from "../faults.ts";
import { textOf } from "../json.ts";
import { ServiceError } from "../service-error.ts";
import type { Heat } from "./heat.ts";
import { setResourceState } from "./heat-events.ts";
import { failureOf, failureText, ResourceError, type ResourceFailure } from "./resource-failure.ts";
import type { ResourceScope, ServiceCall } from "./resource-type.ts";
import { type HeatResource, resourcePath, rootOf } from "./stack.ts";

/** An action to perform on one resource. */
export interface ResourceTask {
  readonly action: ResourceFault["action"];
  readonly properties: HotMap;
  readonly changed: readonly string[];
  readonly call: ServiceCall | undefined;
  run(scope: ResourceScope): void;
  /** Told once at the end; without a failure it went well. */
  ended(failure: ResourceFailure | undefined): void;
}

function subjectOf(resource: HeatResource, properties: HotMap): Record<string, string> {
  const fields = Object.entries(properties).map(([key, value]) => [key, textOf(value)]);
  return {
    name: resource.name,
    ...Object.fromEntries(fields.filter(([, value]) => value !== "")),
    id: resource.physicalId ?? "",
  };
}

/** What the fault rules say about a task: how long it waits, and the error it ends with. */
function sufferingOf(heat: Heat, resource: HeatResource, task: ResourceTask) {
  const { faults } = heat.cloud;
  const own = faults.takeResource(rootOf(resource.stack).name, resourcePath(resource), task.action);
  if (own?.reason !== undefined) {
    const error = new ResourceError(own.error ?? "ResourceInError", own.reason);
    return { delayMs: own.delayMs ?? 0, error };
  }
  const delayMs = own?.delayMs ?? 0;
  if (!task.call) return { delayMs };
  const [service, operation] = task.call;
  const called = faults.takeCall(service, operation, subjectOf(resource, task.properties));
  if (called?.status === undefined) return { delayMs: delayMs + (called?.delayMs ?? 0) };
  const error = new ServiceError(service, called.status, "Fault", called.error ?? "Injected fault");
  return { delayMs: delayMs + called.delayMs, error };
}

/**
 * Performs an action on a resource: IN_PROGRESS now, COMPLETE or FAILED when the type's own work
 * ends. It can be cancelled until then.
 */
export function performAction(heat: Heat, resource: HeatResource, task: ResourceTask): void {
  const timers: Timer[] = [];
  let isOver = false;
  const end = (failure: ResourceFailure | undefined): void => {
    if (isOver) return;
    isOver = true;
    for (const timer of timers) timer.cancel();
    resource.operation = undefined;
    if (failure) setResourceState(heat, resource, task.action, "FAILED", failureText(failure));
    else setResourceState(heat, resource, task.action, "COMPLETE", "state changed");
    task.ended(failure);
    for (const waiter of resource.waiters.splice(0)) waiter();
  };
  const guarded = (work: () => void) => (): void => {
    if (isOver) return;
    try {
      work();
    } catch (error) {
      end(failureOf(resource, error));
    }
  };
  const after = (delayMs: number, work: () => void): void => {
    timers.push(heat.cloud.clock.after(delayMs, guarded(work)));
  };
  const { stack } = resource;
  const scope: ResourceScope = {
    heat,
    resource,
    properties: task.properties,
    changed: task.changed,
    owner: { projectId: stack.projectId, userId: stack.userId },
    setPhysicalId: (id) => {
      resource.physicalId = id;
    },
    finish: () => end(undefined),
    reject: (failure) => end(failure),
    fail: (error, message) => end(failureOf(resource, new ResourceError(error, message))),
    after,
  };
  resource.operation = {
    cancel: () => {
      if (isOver) return;
      isOver = true;
      for (const timer of timers) timer.cancel();
      resource.operation = undefined;
    },
  };
  setResourceState(heat, resource, task.action, "IN_PROGRESS", "state changed");
  const suffering = sufferingOf(heat, resource, task);
  after(heat.cloud.latency("heatResource") + suffering.delayMs, () => {
    if (suffering.error) throw suffering.error;
    task.run(scope);
  });
}
