import type { PropertiesSchema } from "../properties/property-schema.ts";
import type { HotMap } from "../value.ts";

/** What a change of properties means for a resource; `properties` are the names that changed. */
export interface PropertiesChange {
  readonly kind: "unchanged" | "update" | "replace" | "refused";
  /** All changed names, sorted. */
  readonly properties: readonly string[];
  /** Those that force the replacement, or are immutable when refused. */
  readonly decisive: readonly string[];
}

/**
 * Compares typed properties of one resource before and after, by its schema's `updateAllowed` and
 * `immutable`.
 *
 * A deferred value differs from anything but the same deferred value.
 */
export function compareProperties(
  _before: HotMap,
  _after: HotMap,
  _schema: PropertiesSchema,
): PropertiesChange {
  throw new Error("under construction");
}
