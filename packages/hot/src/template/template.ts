import type { ConstraintDefinition } from "../parameters/constraint.ts";
import type { HotMap, HotValue } from "../value.ts";

/** A parsed template: sections are separated and their shape is checked, expressions are as written. */
export interface Template {
  /** `heat_template_version` as a date, aliases resolved, e.g. `2018-08-31`. */
  readonly version: string;
  /** `No description` when the template has none. */
  readonly description: string;
  readonly parameterGroups: readonly HotValue[];
  readonly parameters: Readonly<Record<string, ParameterSchema>>;
  /** Condition expressions by name, unevaluated. */
  readonly conditions: HotMap;
  readonly resources: Readonly<Record<string, ResourceDefinition>>;
  readonly outputs: Readonly<Record<string, OutputDefinition>>;
  /** The whole template as plain data, for APIs that show it. */
  readonly source: HotMap;
}

export type ParameterType = "string" | "number" | "json" | "comma_delimited_list" | "boolean";

/** One entry of the `parameters` section. */
export interface ParameterSchema {
  readonly type: ParameterType;
  readonly label?: string;
  readonly description?: string;
  /** Absent when the parameter must be given. */
  readonly default?: HotValue;
  readonly hidden: boolean;
  readonly immutable: boolean;
  readonly tags?: readonly HotValue[];
  readonly constraints: readonly ConstraintDefinition[];
}

export type DeletionPolicy = "delete" | "retain" | "snapshot";

/** One entry of the `resources` section; everything but names is an unevaluated expression. */
export interface ResourceDefinition {
  /** The type as written, before the environment's registry. */
  readonly type: string;
  readonly properties: HotMap;
  readonly metadata: HotValue;
  readonly dependsOn: readonly string[];
  readonly deletionPolicy: HotValue;
  readonly updatePolicy: HotValue;
  readonly description: string;
  readonly condition?: HotValue;
  readonly externalId?: HotValue;
}

/** One entry of the `outputs` section. */
export interface OutputDefinition {
  readonly value: HotValue;
  readonly description?: string;
  readonly condition?: HotValue;
}
