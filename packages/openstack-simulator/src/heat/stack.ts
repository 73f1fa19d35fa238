import type {
  Environment,
  EvaluatedResource,
  HotMap,
  HotValue,
  StackDefinition,
} from "@jeroboam/hot";
import type { Timer } from "../clock.ts";
import type { Traversal } from "./traversal.ts";

/** What a stack or a resource is doing or did last. */
export type Action = "INIT" | "CREATE" | "UPDATE" | "DELETE" | "ROLLBACK";

/** How far it got. */
export type Status = "IN_PROGRESS" | "COMPLETE" | "FAILED";

/** Something that happened to a stack or one of its resources. */
export interface HeatEvent {
  readonly id: string;
  readonly at: Date;
  readonly resourceName: string;
  readonly physicalId: string;
  readonly resourceType: string;
  readonly action: Action | "SIGNAL";
  readonly status: Status;
  readonly reason: string;
  readonly properties: HotMap;
}

/** What a stack was made of, as the user gave it. */
export interface StackSource {
  readonly template: unknown;
  readonly environment: Environment;
  /** Parameters given one by one; they win over the environment's. */
  readonly parameters: HotMap;
  readonly files: Readonly<Record<string, string>>;
}

/** A stack, root or nested. */
export interface Stack {
  readonly id: string;
  readonly name: string;
  readonly projectId: string;
  readonly userId: string;
  readonly userName: string;
  /** The resource that holds this nested stack. */
  readonly parent: HeatResource | undefined;
  readonly stackUserProjectId: string;
  readonly createdAt: Date;
  updatedAt: Date | undefined;
  deletedAt: Date | undefined;
  action: Action;
  status: Status;
  statusReason: string;
  timeoutMinutes: number | undefined;
  disableRollback: boolean;
  tags: readonly string[];
  source: StackSource;
  definition: StackDefinition;
  /** What the last update came from, for a rollback. */
  previous: { readonly source: StackSource; readonly definition: StackDefinition } | undefined;
  readonly resources: Map<string, HeatResource>;
  /** Replaced or removed resources that still have to go. */
  leftovers: HeatResource[];
  readonly events: HeatEvent[];
  traversal: Traversal | undefined;
  timeout: Timer | undefined;
  /** Called once, when the running action ends. */
  settled: (() => void)[];
}

/** A resource of a stack. */
export interface HeatResource {
  readonly name: string;
  readonly stack: Stack;
  /** As the template writes it. */
  readonly type: string;
  /** After the environment's registry. */
  readonly resolvedType: string;
  readonly uuid: string;
  /** The 12 characters that make its physical name unique. */
  readonly shortId: string;
  readonly createdAt: Date;
  updatedAt: Date;
  action: Action;
  status: Status;
  statusReason: string;
  physicalId: string | undefined;
  evaluated: EvaluatedResource | undefined;
  /** Typed, defaults filled in. */
  properties: HotMap;
  metadata: HotValue;
  /** What the type keeps for itself. */
  readonly data: Map<string, string>;
  nested: Stack | undefined;
  requires: ReadonlySet<HeatResource>;
  /** The running operation; undefined between operations. */
  operation: { cancel(): void } | undefined;
  /** Called when the running operation ends. */
  waiters: (() => void)[];
}

/** The path of resource names from the root stack, for example `workers/2/server`. */
export function resourcePath(resource: HeatResource): string {
  const { parent } = resource.stack;
  return parent ? `${resourcePath(parent)}/${resource.name}` : resource.name;
}

/** The stack at the top. */
export function rootOf(stack: Stack): Stack {
  return stack.parent ? rootOf(stack.parent.stack) : stack;
}

/** Heat's name for what a resource makes: stack, resource and 12 characters, cut to `limit`. */
export function physicalName(resource: HeatResource, limit = 255): string {
  const name = `${resource.stack.name}-${resource.name}-${resource.shortId}`;
  return name.length <= limit ? name : `${name.slice(0, 2)}-${name.slice(3 - limit)}`;
}

/** What the API calls a stack's or resource's state. */
export function stateOf(one: { readonly action: Action; readonly status: Status }): string {
  return `${one.action}_${one.status}`;
}

/** The Amazon-style name of a stack, which references to nested stacks give. */
export function stackArn(stack: Stack): string {
  return `arn:openstack:heat::${stack.projectId}:stacks/${stack.name}/${stack.id}`;
}
