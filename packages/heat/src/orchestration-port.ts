/** A parameter's value as Heat takes it. */
export type HeatValue =
  | string
  | number
  | boolean
  | readonly string[]
  | Readonly<Record<string, unknown>>;

/** What Heat says of a stack. */
export interface Stack {
  readonly id: string;
  readonly name: string;
  /** Action and phase, for example `CREATE_IN_PROGRESS`; `INIT_COMPLETE` before anything began. */
  readonly status: string;
  readonly statusReason: string | null;
  readonly tags: readonly string[];
  /** Values by output name; undefined when they were not resolved. */
  readonly outputs: Readonly<Record<string, unknown>> | undefined;
}

/** What Heat says of a stack in a list. */
export type ListedStack = Omit<Stack, "outputs">;

/** What Heat says of one resource in a stack or in a stack nested in it. */
export interface StackResource {
  readonly name: string;
  readonly type: string;
  readonly status: string;
  readonly statusReason: string | null;
  /** Name or id of the stack that holds it; the same form as `nestedStackId`. */
  readonly stackId: string;
  /** The stack behind it, where it is a nested one that exists. */
  readonly nestedStackId: string | undefined;
}

/** What makes a stack. */
export interface StackRequest {
  readonly name: string;
  /** HOT, as YAML text. */
  readonly template: string;
  /** Everything that templates refer to, by the name they use. */
  readonly files: Readonly<Record<string, string>>;
  /** Names in `files`, later ones winning. */
  readonly environmentFiles: readonly string[];
  readonly parameters: Readonly<Record<string, HeatValue>>;
  readonly timeoutMinutes: number;
  readonly tags: readonly string[];
  /** Keep what was made when the creation fails. */
  readonly disableRollback: boolean;
}

/** What changes in a stack; all that is not named stays. */
export interface StackChange {
  readonly parameters: Readonly<Record<string, HeatValue>>;
  /** Replace the stack's tags. */
  readonly tags: readonly string[];
  readonly disableRollback: boolean;
}

/**
 * The part of Heat that drivers call. Errors carry the HTTP status in `status`, and in
 * `retryable` whether the same call may succeed later.
 */
export interface OrchestrationPort {
  /** Fails with status 409 when a stack of that name is there. */
  createStack(request: StackRequest, signal: AbortSignal): Promise<{ readonly id: string }>;
  /** An update of the existing stack: template, files and unnamed parameters stay. */
  patchStack(stackId: string, change: StackChange, signal: AbortSignal): Promise<void>;
  /**
   * Leaves what is under way as it stands: the stack fails with `cancelled` as the reason. Fails with
   * status 400 where nothing is under way that can be cancelled.
   */
  cancelStack(stackId: string, signal: AbortSignal): Promise<void>;
  /** What is gone already counts as deleted. */
  deleteStack(stackId: string, signal: AbortSignal): Promise<void>;
  /** Undefined when there is none. Resolving outputs costs Heat much, hence the explicit choice. */
  findStack(
    nameOrId: string,
    options: { readonly resolveOutputs: boolean },
    signal: AbortSignal,
  ): Promise<Stack | undefined>;
  /** Stacks that are not nested in others: of the project, or of all where Heat allows that; those with the given ids alone. */
  listStacks(
    options: { readonly ids?: readonly string[]; readonly allProjects: boolean },
    signal: AbortSignal,
  ): Promise<readonly ListedStack[]>;
  /** The stack's resources and those of the stacks nested in it down to the given depth. */
  listStackResources(
    stackId: string,
    options: { readonly nestedDepth: number },
    signal: AbortSignal,
  ): Promise<readonly StackResource[]>;
}

/** The services that a Heat-backed driver requires. */
export interface HeatServices {
  readonly orchestration: OrchestrationPort;
}
