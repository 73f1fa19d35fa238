import type { HotMap, HotValue } from "../value.ts";

/** Parameters and type mappings that accompany a template. `event_sinks` are dropped. */
export interface Environment {
  readonly parameters: HotMap;
  readonly parameterDefaults: HotMap;
  readonly resourceRegistry: ResourceRegistry;
}

/** Which type a type name stands for, for all resources or for resources by name. */
export interface ResourceRegistry {
  /** `OS::Heat::None`, another type, or a file name; keys may end in `*`. */
  readonly types: Readonly<Record<string, string>>;
  /** The `resources:` section; names may hold `*`, nested maps reach into nested stacks. */
  readonly resources: Readonly<Record<string, HotValue>>;
}

/** An environment that says nothing. */
export const emptyEnvironment: Environment = {
  parameters: {},
  parameterDefaults: {},
  resourceRegistry: { types: {}, resources: {} },
};
