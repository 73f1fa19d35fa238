import { selectPath } from "../evaluation/select-path.ts";
import type { PropertiesSchema, PropertyType } from "../properties/property-schema.ts";
import { TemplateError } from "../template-error.ts";
import { parseTemplate } from "../template/parse-template.ts";
import { checkOutputKeys } from "../template/parse-outputs.ts";
import type { ParameterType, Template } from "../template/template.ts";
import { pythonText } from "../python/python-text.ts";
import { isDeferred, isList, isMap, own, type HotMap, type HotValue } from "../value.ts";
import { memberNotFound, memberPath } from "./group-member.ts";

/** Whether a type names a nested template: it ends in `.yaml` or `.template`. */
export const isTemplateType = (type: string): boolean => /\.(yaml|template)$/.test(type);

/** Reads the nested template a type names. Throws {@link TemplateError} when `files` lacks it. */
export function nestedTemplate(type: string, files: Readonly<Record<string, string>>): Template {
  const text = own(files, type);
  if (text !== undefined) return parsedOnce(text);
  throw new TemplateError(
    "StackValidationFailed",
    `Could not fetch remote template "${type}": Invalid URL scheme ${/^(\w+):/.exec(type)?.[1] ?? ""}`,
  );
}

/** Templates of groups are asked for once per member; as nobody changes one, it is read once. */
const parsed = new Map<string, Template>();
const MOST_PARSED = 100;

function parsedOnce(text: string): Template {
  const known = parsed.get(text);
  if (known) return known;
  const template = parseTemplate(text);
  checkOutputKeys(template);
  const [oldest] = parsed.keys();
  if (oldest !== undefined && parsed.size >= MOST_PARSED) parsed.delete(oldest);
  parsed.set(text, template);
  return template;
}

const propertyTypes: Readonly<Record<ParameterType, PropertyType>> = {
  string: "string",
  number: "number",
  boolean: "boolean",
  comma_delimited_list: "list",
  json: "map",
};

/** The properties a nested template accepts: its parameters, each updatable in place. */
export const nestedPropertiesSchema = (
  template: Template,
  parameterDefaults: HotMap = {},
): PropertiesSchema =>
  Object.fromEntries(
    Object.entries(template.parameters).map(([name, parameter]) => {
      const fallback = own(parameterDefaults, name) ?? parameter.default;
      return [
        name,
        {
          type: propertyTypes[parameter.type],
          required: fallback === undefined,
          updateAllowed: true,
          allowConversion: true,
          constraints: parameter.constraints,
          ...(fallback === undefined ? {} : { default: fallback }),
        },
      ];
    }),
  );

/**
 * The parameters of a nested stack: the properties that were given, lists as comma-delimited text.
 *
 * `properties` are evaluated and typed; `given` are those the template assigns.
 */
export const nestedParameters = (properties: HotMap, given: HotMap): HotMap =>
  Object.fromEntries(
    Object.entries(properties)
      .filter(([name, value]) => value !== null && Object.hasOwn(given, name))
      .map(([name, value]) => [name, isList(value) ? delimited(value) : value]),
  );

function delimited(list: readonly HotValue[]): HotValue {
  if (list.some(isDeferred)) return list;
  if (!isMap(list[0] ?? null))
    return list.map((item) => (item === null ? "" : pythonText(item))).join(",");
  return list
    .flatMap((item, index) =>
      Object.entries(isMap(item) ? item : {}).map(
        ([key, value]) => `.member.${index}.${key}=${pythonText(value)}`,
      ),
    )
    .join(",");
}

/** What a nested stack shows of itself to its parent. */
export interface NestedStackView {
  /** What references give when the template has no output `OS::stack_id`. */
  readonly arn: string;
  /** The outputs by name. */
  readonly outputs: HotMap;
  readonly memberNames: readonly string[];
  memberReference(name: string): HotValue;
  memberAttribute(name: string, path: readonly (string | number)[]): HotValue;
}

/** The reference id of a resource that is a nested stack: its output `OS::stack_id`, or its ARN. */
export const nestedReference = (view: NestedStackView): HotValue =>
  own(view.outputs, "OS::stack_id") ?? view.arn;

/**
 * An attribute of a resource that is a nested stack: an output, `resource.NAME` for a member's
 * reference, `resource.NAME.ATTRIBUTE` for its attribute; for no path all outputs.
 */
export function nestedAttribute(
  resource: string,
  path: readonly (string | number)[],
  view: NestedStackView,
): HotValue {
  const [key, ...rest] = path;
  if (key === undefined) return view.outputs;
  const member = memberPath(key, rest);
  if (member !== undefined) {
    if (!view.memberNames.includes(member.name)) throw memberNotFound(member.name, resource);
    return member.path.length === 0
      ? view.memberReference(member.name)
      : view.memberAttribute(member.name, member.path);
  }
  const value = own(view.outputs, String(key));
  if (value === undefined) {
    throw new TemplateError(
      "InvalidTemplateAttribute",
      `The Referenced Attribute (${resource} ${key}) is incorrect.`,
    );
  }
  return selectPath(value, rest);
}
