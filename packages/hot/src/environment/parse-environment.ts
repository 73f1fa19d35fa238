import { TemplateError } from "../template-error.ts";
import { parseYaml } from "../template/parse-yaml.ts";
import { isMap, type HotMap, type HotValue } from "../value.ts";
import { emptyEnvironment, type Environment } from "./environment.ts";

const sections = [
  "parameters",
  "resource_registry",
  "parameter_defaults",
  "encrypted_param_names",
  "event_sinks",
  "parameter_merge_strategies",
];

const wrong = (reason: string): TemplateError => new TemplateError("ValueError", reason);

/** Reads an environment from YAML or JSON text, or from data. Throws {@link TemplateError}. */
export function parseEnvironment(source: string | object): Environment {
  const data = (typeof source === "string" ? parseYaml(source, "") : source) as HotValue;
  const map = data ?? {};
  if (!isMap(map)) throw wrong("The environment is not a valid YAML mapping data type.");
  for (const [name, value] of Object.entries(map)) {
    if (!sections.includes(name)) throw wrong(`environment has wrong section "${name}"`);
    if (value === null) throw wrong(`environment has empty section "${name}"`);
  }
  checkMergeStrategies(map["parameter_merge_strategies"] ?? {});
  const registry = section(map, "resource_registry");
  const resources = registry["resources"] ?? {};
  return {
    parameters: section(map, "parameters"),
    parameterDefaults: section(map, "parameter_defaults"),
    resourceRegistry: {
      types: Object.fromEntries(
        Object.entries(registry).filter(
          (entry): entry is [string, string] =>
            typeof entry[1] === "string" && entry[0] !== "base_url",
        ),
      ),
      resources: isMap(resources) ? resources : {},
    },
  };
}

function section(map: HotMap, name: string): HotMap {
  const value = map[name] ?? {};
  if (isMap(value)) return value;
  throw wrong(`environment section "${name}" must be a map`);
}

function checkMergeStrategies(strategies: HotValue): void {
  const other = isMap(strategies)
    ? Object.entries(strategies).find(([, strategy]) => strategy !== "overwrite")
    : undefined;
  if (other === undefined) return;
  throw wrong(
    `parameter_merge_strategies: only "overwrite" is supported, not that of "${other[0]}"`,
  );
}

/** Merges environments in order: what a later one says wins, key by key. */
export const mergeEnvironments = (environments: readonly Environment[]): Environment =>
  environments.reduce<Environment>(
    (merged, next) => ({
      parameters: { ...merged.parameters, ...next.parameters },
      parameterDefaults: { ...merged.parameterDefaults, ...next.parameterDefaults },
      resourceRegistry: {
        types: { ...merged.resourceRegistry.types, ...next.resourceRegistry.types },
        resources:
          Object.keys(next.resourceRegistry.resources).length > 0
            ? next.resourceRegistry.resources
            : merged.resourceRegistry.resources,
      },
    }),
    emptyEnvironment,
  );
