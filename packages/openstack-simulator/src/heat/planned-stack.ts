import {
  deferredSources,
  defineStack,
  type HotMap,
  type HotValue,
  type ParameterType,
  type StackDefinition,
  type StackOptions,
} from "@jeroboam/hot";

/** Stands for a value to come while the rest of a definition is worked out. */
const placeholders: Readonly<Record<ParameterType, HotValue>> = {
  string: "",
  number: 0,
  boolean: false,
  json: {},
  comma_delimited_list: [],
};

/**
 * Defines a stack of which some parameters are not known yet, as they are when a nested stack is
 * checked before its parent is made: those stay deferred and meet no constraint.
 */
export function definePlannedStack(options: StackOptions): StackDefinition {
  const given = Object.entries(options.parameters ?? {});
  const isDeferred = ([, value]: readonly [string, HotValue]): boolean =>
    deferredSources(value).length > 0;
  const toCome: HotMap = Object.fromEntries(given.filter(isDeferred));
  const { template } = options;
  const parameters = Object.entries(template.parameters).map(([name, schema]) => [
    name,
    name in toCome ? { ...schema, constraints: [], default: placeholders[schema.type] } : schema,
  ]);
  const definition = defineStack({
    ...options,
    template: { ...template, parameters: Object.fromEntries(parameters) },
    parameters: Object.fromEntries(given.filter((entry) => !isDeferred(entry))),
  });
  return { ...definition, template, parameters: { ...definition.parameters, ...toCome } };
}
