import {
  createStack,
  deleteStack,
  findStack,
  patchStack,
  type Stack,
} from "../orchestration/stack.ts";
import { listStackResources, type StackResource } from "../orchestration/stack-resource.ts";
import type { ServiceClient } from "../transport/service-client.ts";

/** A stack as drivers see it. */
export interface ObservedStack {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly statusReason: string | null;
  readonly tags: readonly string[];
  readonly outputs: Readonly<Record<string, unknown>> | undefined;
}

/** A resource as drivers see it. */
export interface ObservedResource {
  readonly name: string;
  readonly type: string;
  readonly status: string;
  readonly statusReason: string | null;
  readonly stackId: string;
  readonly nestedStackId: string | undefined;
}

/** What makes a stack. */
export interface NewStack {
  readonly name: string;
  /** HOT, as YAML text. */
  readonly template: string;
  readonly files: Readonly<Record<string, string>>;
  /** Names in `files`, later ones winning. */
  readonly environmentFiles: readonly string[];
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly timeoutMinutes: number;
  readonly tags: readonly string[];
  readonly disableRollback: boolean;
}

/** The part of Heat that drivers call, each call with a signal that ends it. */
export interface Orchestration {
  createStack(request: NewStack, signal: AbortSignal): Promise<{ readonly id: string }>;
  patchStack(
    stackId: string,
    change: {
      readonly parameters: Readonly<Record<string, unknown>>;
      readonly tags: readonly string[];
      readonly disableRollback: boolean;
    },
    signal: AbortSignal,
  ): Promise<void>;
  deleteStack(stackId: string, signal: AbortSignal): Promise<void>;
  findStack(
    nameOrId: string,
    options: { readonly resolveOutputs: boolean },
    signal: AbortSignal,
  ): Promise<ObservedStack | undefined>;
  listStackResources(
    stackId: string,
    options: { readonly nestedDepth: number },
    signal: AbortSignal,
  ): Promise<readonly ObservedResource[]>;
}

export function orchestration(heat: ServiceClient<"orchestration">): Orchestration {
  return {
    createStack: (request, signal) =>
      createStack(heat.with({ signal }), {
        ...request,
        environmentFiles: [...request.environmentFiles],
        tags: [...request.tags],
      }),
    async patchStack(stackId, change, signal) {
      await patchStack(heat.with({ signal }), stackId, {
        ...change,
        parameters: { ...change.parameters },
        tags: [...change.tags],
      });
    },
    async deleteStack(stackId, signal) {
      await deleteStack(heat.with({ signal }), stackId);
    },
    async findStack(nameOrId, options, signal) {
      const stack = await findStack(heat.with({ signal }), nameOrId, options);
      return stack && observedStack(stack);
    },
    async listStackResources(stackId, options, signal) {
      const resources = await listStackResources(heat.with({ signal }), stackId, options);
      return resources.map((resource) => observedResource(resource, stackId));
    },
  };
}

function observedStack(stack: Stack): ObservedStack {
  return {
    id: stack.id,
    name: stack.stackName,
    status: stack.stackStatus,
    statusReason: stack.stackStatusReason ?? null,
    tags: stack.tags,
    outputs:
      stack.outputs &&
      Object.fromEntries(stack.outputs.map((output) => [output.outputKey, output.outputValue])),
  };
}

function observedResource(resource: StackResource, stackId: string): ObservedResource {
  return {
    name: resource.resourceName,
    type: resource.resourceType,
    status: resource.resourceStatus,
    statusReason: resource.resourceStatusReason ?? null,
    stackId: resource.stack?.id ?? stackId,
    nestedStackId: resource.nestedStackId,
  };
}
