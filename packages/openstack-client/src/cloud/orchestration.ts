import {
  cancelStackUpdate,
  createStack,
  deleteStack,
  findStack,
  listStacks,
  patchStack,
  type Stack,
  type StackSummary,
} from "../orchestration/stack.ts";
import { listStackResources, type StackResource } from "../orchestration/stack-resource.ts";
import type { StackNames } from "./stack-names.ts";
import { collect } from "../transport/pages.ts";
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

/** A stack as drivers see it in a list. */
export type ListedStack = Omit<ObservedStack, "outputs">;

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
  /** Stops a create or an update where it stands; status 400 where neither is under way. */
  cancelStack(stackId: string, signal: AbortSignal): Promise<void>;
  deleteStack(stackId: string, signal: AbortSignal): Promise<void>;
  findStack(
    nameOrId: string,
    options: { readonly resolveOutputs: boolean },
    signal: AbortSignal,
  ): Promise<ObservedStack | undefined>;
  /** Stacks that are not nested in others: of the project, or of all where Heat allows that. */
  listStacks(
    options: { readonly ids?: readonly string[]; readonly allProjects: boolean },
    signal: AbortSignal,
  ): Promise<readonly ListedStack[]>;
  listStackResources(
    stackId: string,
    options: { readonly nestedDepth: number },
    signal: AbortSignal,
  ): Promise<readonly ObservedResource[]>;
}

/** Stacks in one answer: few calls for thousands, and none that Heat works at for long. */
const LIST_PAGE_SIZE = 500;

/** @param names - Of the same cloud, whoever asks it. */
export function orchestration(
  heat: ServiceClient<"orchestration">,
  names: StackNames,
): Orchestration {
  return {
    async createStack(request, signal) {
      const made = await createStack(heat.with({ signal }), {
        ...request,
        environmentFiles: [...request.environmentFiles],
        tags: [...request.tags],
      });
      names.remember(made.id, request.name);
      return made;
    },
    async patchStack(stackId, change, signal) {
      await patchStack(heat.with({ signal }), names.withName(stackId), {
        ...change,
        parameters: { ...change.parameters },
        tags: [...change.tags],
      });
    },
    async cancelStack(stackId, signal) {
      await cancelStackUpdate(heat.with({ signal }), names.withName(stackId), { rollback: false });
    },
    async deleteStack(stackId, signal) {
      await deleteStack(heat.with({ signal }), names.withName(stackId));
    },
    async findStack(nameOrId, options, signal) {
      const stack = await findStack(heat.with({ signal }), names.withName(nameOrId), options);
      if (stack) names.remember(stack.id, stack.stackName);
      return stack && observedStack(stack);
    },
    async listStacks({ ids, allProjects }, signal) {
      const stacks = listStacks(heat.with({ signal }), {
        ...(ids && { id: ids }),
        ...(allProjects && { globalTenant: true }),
        pageSize: LIST_PAGE_SIZE,
      });
      return (await collect(stacks)).map(listedStack);
    },
    async listStackResources(stackId, options, signal) {
      const resources = await listStackResources(
        heat.with({ signal }),
        names.withName(stackId),
        options,
      );
      return resources.map((resource) => observedResource(resource, stackId));
    },
  };
}

function listedStack(stack: StackSummary): ListedStack {
  return {
    id: stack.id,
    name: stack.stackName,
    status: stack.stackStatus,
    statusReason: stack.stackStatusReason ?? null,
    tags: stack.tags,
  };
}

function observedStack(stack: Stack): ObservedStack {
  return {
    ...listedStack(stack),
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
