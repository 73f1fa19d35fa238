import type { ParameterType, Template } from "../template/template.ts";
import {
  deferredSources,
  type HotMap,
  type HotValue,
  isDeferred,
  isList,
  isMap,
} from "../value.ts";

/** What a parameter is taken for while its value is not known; never empty, as the value will not be. */
const unknown: Readonly<Record<ParameterType, (source: string) => HotValue>> = {
  string: (source) => source,
  number: () => 1,
  boolean: () => true,
  comma_delimited_list: (source) => [source],
  json: (source) => ({ [source]: source }),
};

/**
 * Makes parameters that are known only later into ones that conditions can be decided by. They
 * meet no constraint.
 */
export function withStandIns(
  template: Template,
  given: HotMap,
): { readonly template: Template; readonly parameters: HotMap } {
  const later = new Set(Object.keys(given).filter((name) => isLater(given[name] ?? null)));
  const schemas = Object.entries(template.parameters).map(([name, schema]) => [
    name,
    later.has(name) ? { ...schema, constraints: [] } : schema,
  ]);
  const parameters = Object.entries(given).map(([name, value]) => {
    const type = template.parameters[name]?.type ?? "string";
    return [name, isDeferred(value) ? unknown[type](sourceOf(value)) : withTexts(value)];
  });
  return {
    template: { ...template, parameters: Object.fromEntries(schemas) },
    parameters: Object.fromEntries(parameters),
  };
}

const isLater = (value: HotValue): boolean => deferredSources(value).length > 0;
const sourceOf = (value: HotValue): string => deferredSources(value).join(" ");

/** Parts of a value that are not known yet become texts. */
function withTexts(value: HotValue): HotValue {
  if (isDeferred(value)) return sourceOf(value);
  if (isList(value)) return value.map(withTexts);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withTexts(item)]));
}
