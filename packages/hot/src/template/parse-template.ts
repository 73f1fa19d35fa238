import { parseParameters } from "../parameters/parse-parameters.ts";
import { pythonTypeName } from "../python/python-text.ts";
import { TemplateError } from "../template-error.ts";
import { isList, isMap, type HotMap, type HotValue } from "../value.ts";
import { parseOutputs } from "./parse-outputs.ts";
import { parseResources } from "./parse-resources.ts";
import { parseYaml } from "./parse-yaml.ts";
import { templateVersion } from "./template-version.ts";
import type { Template } from "./template.ts";

const sections = [
  "heat_template_version",
  "description",
  "parameter_groups",
  "parameters",
  "resources",
  "outputs",
  "conditions",
];

/**
 * Reads a template from YAML or JSON text, or from data already read.
 *
 * Checks the version and the shape of every section; names and functions are checked by
 * `validateTemplate`. Throws {@link TemplateError}.
 */
export function parseTemplate(source: string | object): Template {
  const data =
    typeof source === "string"
      ? parseYaml(source, "Error parsing template [root stack] ")
      : (source as HotValue);
  if (!isMap(data ?? {})) {
    throw new TemplateError("ValueError", "The template is not a JSON object or YAML mapping.");
  }
  const map = (data ?? {}) as HotMap;
  checkDepth(map, deepestLevel);
  const version = templateVersion(map);
  const invalid = Object.keys(map).find((key) => !sections.includes(key));
  if (invalid !== undefined) {
    throw new TemplateError("StackValidationFailed", `The template section is invalid: ${invalid}`);
  }
  const groups = map["parameter_groups"] ?? [];
  return {
    version,
    description: typeof map["description"] === "string" ? map["description"] : "No description",
    parameterGroups: checkedGroups(groups),
    parameters: parseParameters(section(map, "parameters")),
    conditions: parseConditions(map["conditions"] ?? {}),
    resources: parseResources(section(map, "resources")),
    outputs: parseOutputs(section(map, "outputs")),
    source: map,
  };
}

/** Far more than a template needs, and few enough for every walk through it. */
const deepestLevel = 200;

function checkDepth(value: HotValue, levels: number): void {
  if (levels === 0) {
    throw new TemplateError(
      "ValueError",
      `The template is nested deeper than ${deepestLevel} levels.`,
    );
  }
  if (isList(value)) for (const item of value) checkDepth(item, levels - 1);
  if (isMap(value)) for (const item of Object.values(value)) checkDepth(item, levels - 1);
}

/** A section that is a map, or nothing at all. */
function section(map: HotMap, name: string): HotMap {
  const value = map[name] ?? {};
  if (isMap(value)) return value;
  throw new TemplateError(
    "StackValidationFailed",
    `"${name}" must contain a map of ${name.slice(0, -1)} maps. Found a [<class '${pythonTypeName(value)}'>] instead`,
  );
}

function parseConditions(value: HotValue): HotMap {
  if (isMap(value)) return value;
  throw new TemplateError(
    "StackValidationFailed",
    `Condition definitions must be a map. Found a ${pythonTypeName(value)} instead`,
    { label: "Conditions validation error" },
  );
}

function checkedGroups(groups: HotValue): readonly HotValue[] {
  if (isList(groups)) return groups;
  throw new TemplateError("StackValidationFailed", "The parameter_groups should be a list.", {
    label: "Parameter Groups error",
    path: ["parameter_groups"],
  });
}
