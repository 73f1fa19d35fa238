import type { PropertiesSchema } from "../properties/property-schema.ts";
import type { EvaluatedResource } from "../stack/evaluate-stack.ts";
import type { PropertiesChange } from "./compare-properties.ts";

/** What an update does to a stack, resource by resource, names sorted. */
export interface StackChange {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly replaced: readonly string[];
  readonly updated: readonly string[];
  readonly unchanged: readonly string[];
  /** Why, for those that are in both. */
  readonly reasons: Readonly<Record<string, PropertiesChange>>;
}

/** Compares two evaluations of a template; a change of type replaces the resource. */
export function compareResources(
  _before: Readonly<Record<string, EvaluatedResource>>,
  _after: Readonly<Record<string, EvaluatedResource>>,
  _schemaOf: (resolvedType: string) => PropertiesSchema,
): StackChange {
  throw new Error("under construction");
}
