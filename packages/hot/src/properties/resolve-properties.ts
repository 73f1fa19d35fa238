import type { CustomConstraintCheck } from "../parameters/constraint.ts";
import type { HotMap } from "../value.ts";
import type { PropertiesSchema } from "./property-schema.ts";

/** How to look at the properties. */
export interface PropertiesOptions {
  /** Where they stand, for messages, e.g. `["resources", "server", "properties"]`. */
  readonly path: readonly string[];
  readonly customConstraint?: CustomConstraintCheck;
}

/**
 * Types evaluated properties by a schema: coerces, fills in defaults (null where there is none),
 * checks constraints. Deferred values pass unchecked.
 *
 * Throws {@link TemplateError} with Heat's text, e.g.
 * `Property error: resources.server.properties: Property image not assigned`.
 */
export function resolveProperties(
  _schema: PropertiesSchema,
  _properties: HotMap,
  _options: PropertiesOptions,
): HotMap {
  throw new Error("under construction");
}
