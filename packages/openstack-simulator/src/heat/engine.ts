import type { Heat } from "./heat.ts";
import { setResourceState, setStackState } from "./heat-events.ts";
import { stackDependencies } from "./hidden-dependencies.ts";
import { bringUpToDate, type Ended, placeResource, removeResource } from "./resource-change.ts";
import { heatName } from "./heat-name.ts";
import { failureText } from "./resource-failure.ts";
import { emptySource } from "./stack-source.ts";
import type { Action, HeatResource, Stack } from "./stack.ts";
import { defineFrom } from "./stack-definition.ts";
import {
  buildTraversal,
  isFinished,
  readyNodes,
  type Traversal,
  type TraversalNode,
} from "./traversal.ts";

const defaultTimeoutMinutes = 60;

/** Everything of a stack that still has to go some day. */
function allResources(stack: Stack): HeatResource[] {
  return [...stack.resources.values(), ...stack.leftovers];
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
  const ended: Ended = (failure, action) => {
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
  bringUpToDate(
    heat,
    resource ?? placeResource(heat, stack, node.name),
    requirementsOf(stack, traversal, node.name),
    ended,
  );
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
        `Task ${resource.action.toLowerCase()} from ${heatName(resource)} Timed out`,
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

/** Stops a running action where it is, also in nested stacks; resources in progress end by themselves. */
export function stopAction(heat: Heat, stack: Stack): void {
  setStackState(heat, stack, stack.action, "FAILED", `Stack ${stack.action} cancelled`);
  for (const { nested } of allResources(stack)) {
    if (nested?.status === "IN_PROGRESS") stopAction(heat, nested);
  }
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
