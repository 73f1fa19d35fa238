import type { PropertiesSchema } from "../properties/property-schema.ts";
import { own, valuesEqual, type HotMap } from "../value.ts";

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
  before: HotMap,
  after: HotMap,
  schema: PropertiesSchema,
): PropertiesChange {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  const properties = names.filter(
    (name) => !valuesEqual(own(before, name) ?? null, own(after, name) ?? null),
  );
  if (properties.length === 0) return { kind: "unchanged", properties, decisive: [] };
  const immutable = properties.filter((name) => own(schema, name)?.immutable);
  if (immutable.length > 0) return { kind: "refused", properties, decisive: immutable };
  const decisive = properties.filter((name) => !own(schema, name)?.updateAllowed);
  return { kind: decisive.length > 0 ? "replace" : "update", properties, decisive };
}
