import type { PropertiesSchema } from "../properties/property-schema.ts";
import type { Template } from "../template/template.ts";
import type { HotMap, HotValue } from "../value.ts";

/** Whether a type names a nested template: it ends in `.yaml` or `.template`. */
export const isTemplateType = (type: string): boolean => /\.(yaml|template)$/.test(type);

/** Reads the nested template a type names. Throws {@link TemplateError} when `files` lacks it. */
export function nestedTemplate(_type: string, _files: Readonly<Record<string, string>>): Template {
  throw new Error("under construction");
}

/** The properties a nested template accepts: its parameters, each updatable in place. */
export function nestedPropertiesSchema(_template: Template): PropertiesSchema {
  throw new Error("under construction");
}

/** What a nested stack shows of itself to its parent. */
export interface NestedStackView {
  /** What references give when the template has no output `OS::stack_id`. */
  readonly arn: string;
  /** The outputs by name. */
  readonly outputs: HotMap;
  /** `resource.NAME` and `resource.NAME.ATTRIBUTE`: reference or attribute of a member. */
  memberReference(name: string): HotValue;
  memberAttribute(name: string, path: readonly (string | number)[]): HotValue;
  readonly memberNames: readonly string[];
}

/** The reference id of a resource that is a nested stack. */
export function nestedReference(_view: NestedStackView): HotValue {
  throw new Error("under construction");
}

/** An attribute of a resource that is a nested stack. */
export function nestedAttribute(
  _resource: string,
  _path: readonly (string | number)[],
  _view: NestedStackView,
): HotValue {
  throw new Error("under construction");
}
