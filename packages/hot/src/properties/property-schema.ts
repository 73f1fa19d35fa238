import type { ConstraintDefinition } from "../parameters/constraint.ts";
import type { HotValue } from "../value.ts";

export type PropertyType = "string" | "integer" | "number" | "map" | "list" | "boolean" | "any";

/** What one property of a resource type accepts. */
export interface PropertySchema {
  readonly type: PropertyType;
  readonly required?: boolean;
  readonly default?: HotValue;
  /** Whether a change is made in place; otherwise it replaces the resource. */
  readonly updateAllowed?: boolean;
  /** Whether a change is refused. */
  readonly immutable?: boolean;
  /** Whether lists accept comma-delimited text, and maps lists and text, as nested stacks do. */
  readonly allowConversion?: boolean;
  readonly constraints?: readonly ConstraintDefinition[];
  /** For maps: their keys. Absent: any keys. */
  readonly schema?: PropertiesSchema;
  /** For lists: each item. Absent: any items. */
  readonly items?: PropertySchema;
}

/** The properties of a resource type by name. */
export type PropertiesSchema = Readonly<Record<string, PropertySchema>>;
