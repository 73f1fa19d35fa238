import { TemplateError } from "../template-error.ts";
import { isMap, type HotMap, type HotValue } from "../value.ts";

/** A fault in the definition of a parameter. */
export const invalidSchema = (message: string): TemplateError =>
  new TemplateError("InvalidSchemaError", message);

/** Checks that a part of a schema is a map of known keys. */
export function checkSchemaKeys(value: HotValue, allowed: readonly string[], what: string): HotMap {
  if (!isMap(value)) throw invalidSchema(`Invalid ${what}, expected a mapping`);
  const invalid = Object.keys(value).find((key) => !allowed.includes(key));
  if (invalid !== undefined) throw invalidSchema(`Invalid key '${invalid}' for ${what}`);
  return value;
}
