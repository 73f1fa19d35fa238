import type { HotMap, HotValue, PropertiesSchema } from "@jeroboam/hot";
import type { FaultService } from "../faults.ts";
import type { Heat } from "./heat.ts";
import type { ResourceFailure } from "./resource-failure.ts";
import type { HeatResource } from "./stack.ts";

/** What an action on a resource works with; it ends by `finish`, `fail` or by throwing. */
export interface ResourceScope {
  readonly heat: Heat;
  readonly resource: HeatResource;
  /** The new properties, typed, defaults filled in. */
  readonly properties: HotMap;
  /** Names of the properties that an update changes. */
  readonly changed: readonly string[];
  /** What the resource makes belongs to them. */
  readonly owner: { readonly projectId: string; readonly userId: string };
  setPhysicalId(id: string): void;
  finish(): void;
  fail(error: string, message: string): void;
  /** Ends with a failure that lies deeper, in a nested stack. */
  reject(failure: ResourceFailure): void;
  /** Runs later, in simulated milliseconds, unless the action is cancelled. */
  after(delayMs: number, task: () => void): void;
}

/** A resource of the template as hidden dependencies see it, before anything is made. */
export interface PlannedResource {
  readonly name: string;
  readonly type: string;
  /** Evaluated as a plan: what is not known yet is deferred. */
  readonly properties: HotMap;
}

/** The call to a service that an action makes, by which faults find it. */
export type ServiceCall = readonly [service: FaultService, operation: string];

/** One resource type: its schema, its attributes and what its actions do. */
export interface ResourceType {
  readonly type: string;
  readonly properties: PropertiesSchema;
  readonly attributes: readonly string[];
  /** Whether its properties are not looked at. */
  readonly takesAnything?: boolean;
  /** Whether it exists in Heat alone, under no id. */
  readonly hasNoPhysicalId?: boolean;
  /** Properties of which one has to be given, such as a name and its older spelling. */
  readonly requiresOneOf?: readonly (readonly [string, ...string[]])[];
  /** Properties of which at least one has to be given. */
  readonly needsSome?: readonly (readonly string[])[];
  readonly calls?: {
    readonly create?: ServiceCall;
    readonly update?: ServiceCall;
    readonly delete?: ServiceCall;
  };
  create(scope: ResourceScope): void;
  /** Absent: an update in place changes nothing but the stored properties. */
  update?(scope: ResourceScope): void;
  /** Absent: nothing to take away. */
  delete?(scope: ResourceScope): void;
  /** What `get_resource` gives; the physical id when absent. */
  reference?(heat: Heat, resource: HeatResource): HotValue;
  attribute?(heat: Heat, resource: HeatResource, name: string): HotValue;
  /** In place of `attribute`, for types whose attributes depend on the whole path. */
  attributeAt?(heat: Heat, resource: HeatResource, path: readonly (string | number)[]): HotValue;
  /** Throws a TemplateError or ServiceError for what the schema cannot say. */
  validate?(name: string, properties: HotMap): void;
  /** Names of other resources it needs although the template does not say so. */
  dependsOn?(self: PlannedResource, others: readonly PlannedResource[]): readonly string[];
  /** Whether a change of these properties replaces the resource although the schema allows it. */
  replacesOn?(before: HotMap, after: HotMap, changed: readonly string[]): boolean;
  /** Frees what its replacement needs, while it is still there itself. */
  prepareForReplace?(heat: Heat, resource: HeatResource): void;
  /** Whether every update replaces it, even one that changes nothing. */
  readonly alwaysReplaced?: boolean;
  /** Whether a failed one has to be replaced; it has when absent. */
  isBroken?(heat: Heat, resource: HeatResource): boolean;
  /** Receives a signal; the result is the event's reason. Throws for malformed details. */
  signal?(heat: Heat, resource: HeatResource, details: unknown): string;
}
