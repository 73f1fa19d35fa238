import { checkImmutableParameters } from "@jeroboam/hot";
import type { Identity } from "../keystone/identity.ts";
import { startAction } from "./engine.ts";
import { type Heat, liveStacks } from "./heat.ts";
import { heatError, refusing } from "./heat-error.ts";
import { defineFrom } from "./stack-definition.ts";
import type { StackRequest } from "./stack-request.ts";
import type { Stack } from "./stack.ts";
import { validateStack } from "./validate-stack.ts";

/** Checks a request for a new stack and makes the stack, without beginning it. */
export function prepareStack(
  heat: Heat,
  identity: Identity,
  name: string,
  request: StackRequest,
): Stack {
  const projectId = identity.projectId ?? "";
  const frame = { id: heat.cloud.random.uuid(), name, projectId, userId: identity.userId };
  const definition = refusing(() => {
    const defined = defineFrom(heat, request.source, frame);
    validateStack(heat, defined, frame);
    return defined;
  });
  return {
    ...frame,
    userName: identity.userName,
    parent: undefined,
    stackUserProjectId: heat.cloud.random.id(),
    createdAt: heat.cloud.clock.date(),
    updatedAt: undefined,
    deletedAt: undefined,
    action: "CREATE",
    status: "IN_PROGRESS",
    statusReason: "",
    timeoutMinutes: request.timeoutMinutes,
    disableRollback: request.disableRollback ?? true,
    tags: request.tags ?? [],
    source: request.source,
    definition,
    previous: undefined,
    resources: new Map(),
    leftovers: [],
    events: [],
    traversal: undefined,
    timeout: undefined,
    settled: [],
  };
}

/** Begins a new stack. */
export function createStack(
  heat: Heat,
  identity: Identity,
  name: string,
  request: StackRequest,
): Stack {
  const roots = liveStacks(heat).filter(
    (one) => !one.parent && one.projectId === identity.projectId,
  );
  if (roots.some((one) => one.name === name)) {
    throw heatError(409, "StackExists", `The Stack (${name}) already exists.`);
  }
  if (roots.length >= heat.maximumStacksPerProject) {
    throw heatError(
      400,
      "RequestLimitExceeded",
      `Request limit exceeded: You have reached the maximum stacks per tenant, ${heat.maximumStacksPerProject}. Please delete some stacks.`,
    );
  }
  const stack = prepareStack(heat, identity, name, request);
  heat.stacks.set(stack.id, stack);
  startAction(heat, stack, "CREATE");
  return stack;
}

/** Begins an update of a stack to what a request says. */
export function updateStack(heat: Heat, stack: Stack, request: StackRequest): void {
  if (stack.action === "DELETE") {
    throw heatError(400, "NotSupported", "Updating a stack when it is deleting is not supported.");
  }
  const definition = refusing(() => {
    const defined = defineFrom(heat, request.source, stack);
    checkImmutableParameters(stack.definition, defined);
    validateStack(heat, defined, stack);
    return defined;
  });
  stack.previous = { source: stack.source, definition: stack.definition };
  stack.source = request.source;
  stack.definition = definition;
  stack.timeoutMinutes = request.timeoutMinutes ?? stack.timeoutMinutes;
  stack.disableRollback = request.disableRollback ?? stack.disableRollback;
  stack.tags = request.tags ?? [];
  startAction(heat, stack, "UPDATE");
}
