import type { HotMap, HotValue } from "../value.ts";

/** What only a running stack, or a plan of one, knows about its resources. */
export interface Runtime {
  /** What `get_resource` gives: the reference id, or a {@link Deferred}. */
  referenceOf(name: string): HotValue;
  /**
   * What `get_attr` gives for `[attribute, ...path]`, or for `[]` a map of all attributes.
   *
   * Null stands for "no such value now", as in Heat; a {@link Deferred} for "known later".
   * `selectPath` walks the rest of the path in a plain value.
   */
  attributeOf(name: string, path: readonly (string | number)[]): HotValue;
}

/** What `resource_facade` in a nested template shows of the resource that holds the nested stack. */
export interface ResourceFacade {
  readonly metadata: HotValue;
  readonly deletionPolicy: string;
  readonly updatePolicy: HotValue;
}

/** Everything an expression may refer to. */
export interface EvaluationContext extends Runtime {
  /** Typed parameter values, pseudo parameters included. */
  readonly parameters: HotMap;
  readonly conditions: Readonly<Record<string, boolean>>;
  /** The names `get_resource` and `get_attr` may use: resources whose condition holds. */
  readonly resourceNames: ReadonlySet<string>;
  readonly files: Readonly<Record<string, string>>;
  readonly facade?: ResourceFacade;
}
