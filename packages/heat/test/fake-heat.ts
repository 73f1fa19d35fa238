import type {
  ListedStack,
  OrchestrationPort,
  Stack,
  StackChange,
  StackRequest,
  StackResource,
} from "../src/index.ts";

/** The status code is all that drivers look at in a client's error. */
export class FakeHttpError extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`HTTP ${status}`);
    this.status = status;
  }
}

/** Heat as far as drivers see it: stacks that a test moves on by hand, and a list of what was asked. */
export class FakeHeat implements OrchestrationPort {
  readonly stacks = new Map<string, Stack>();
  readonly requests: StackRequest[] = [];
  readonly changes: StackChange[] = [];
  readonly deletions: string[] = [];
  readonly cancellations: string[] = [];
  readonly outputsResolvedFor: string[] = [];
  readonly lists: { ids: readonly string[] | undefined; allProjects: boolean }[] = [];
  resources: readonly StackResource[] = [];
  /** Outputs of every stack, shown when they are asked for. */
  outputs: Readonly<Record<string, unknown>> = {};
  /** Thrown by the next call of that name, after the call has done its work. */
  readonly lostAnswers = new Map<"createStack" | "patchStack", Error>();
  busy = false;
  /** Deleted stacks stay until a test takes them away. */
  slowDeletes = false;
  /** A stack is found once more, and gone when its resources are asked for. */
  vanishing = false;

  async createStack(request: StackRequest): Promise<{ readonly id: string }> {
    if (this.named(request.name)) throw new FakeHttpError(409);
    this.requests.push(request);
    const id = `stack-${this.requests.length}`;
    const { name, tags } = request;
    const status = "INIT_COMPLETE";
    this.stacks.set(id, { id, name, status, statusReason: null, tags, outputs: undefined });
    this.loseAnswer("createStack");
    return { id };
  }

  async patchStack(id: string, change: StackChange): Promise<void> {
    if (this.busy) throw new FakeHttpError(409);
    this.changes.push(change);
    this.move(id, { status: "UPDATE_IN_PROGRESS", tags: change.tags });
    this.loseAnswer("patchStack");
  }

  async cancelStack(id: string): Promise<void> {
    const { status } = this.stacks.get(id) ?? {};
    if (status === undefined) throw new FakeHttpError(404);
    if (!/^(CREATE|UPDATE)_IN_PROGRESS$/.test(status)) throw new FakeHttpError(400);
    this.cancellations.push(id);
    const [action = ""] = status.split("_");
    this.move(id, { status: `${action}_FAILED`, statusReason: `Stack ${action} cancelled` });
  }

  async deleteStack(id: string): Promise<void> {
    this.deletions.push(id);
    if (this.slowDeletes) this.move(id, { status: "DELETE_IN_PROGRESS" });
    else this.stacks.delete(id);
  }

  async findStack(
    nameOrId: string,
    { resolveOutputs }: { readonly resolveOutputs: boolean },
  ): Promise<Stack | undefined> {
    const stack = this.stacks.get(nameOrId) ?? this.named(nameOrId);
    if (!stack || !resolveOutputs) return stack;
    this.outputsResolvedFor.push(stack.id);
    return { ...stack, outputs: this.outputs };
  }

  async listStacks({
    ids,
    allProjects,
  }: {
    readonly ids?: readonly string[];
    readonly allProjects: boolean;
  }): Promise<readonly ListedStack[]> {
    this.lists.push({ ids, allProjects });
    return [...this.stacks.values()].filter(({ id }) => ids === undefined || ids.includes(id));
  }

  async listStackResources(stackId: string): Promise<readonly StackResource[]> {
    if (this.vanishing) this.stacks.delete(stackId);
    if (!this.stacks.has(stackId)) throw new FakeHttpError(404);
    return this.resources;
  }

  /** Changes what Heat says of a stack. */
  move(id: string, change: Partial<Stack>): void {
    const stack = this.stacks.get(id);
    if (!stack) throw new FakeHttpError(404);
    this.stacks.set(id, { ...stack, ...change });
  }

  private named(name: string): Stack | undefined {
    return [...this.stacks.values()].find((stack) => stack.name === name);
  }

  private loseAnswer(call: "createStack" | "patchStack"): void {
    const error = this.lostAnswers.get(call);
    this.lostAnswers.delete(call);
    if (error) throw error;
  }
}

/** One resource as Heat lists it. */
export function resource(
  stackId: string,
  name: string,
  status: string,
  more: Partial<StackResource> = {},
): StackResource {
  return {
    name,
    type: "OS::Test::Thing",
    status,
    statusReason: null,
    stackId,
    nestedStackId: undefined,
    ...more,
  };
}
