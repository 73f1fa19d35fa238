import {
  mergeEnvironments,
  parseEnvironment,
  parseTemplate,
  type Template,
  validateTemplate,
} from "@jeroboam/hot";
import type { HeatDriverDefinition } from "./heat-driver-definition.ts";
import type { StackDeclaration } from "./stack-declaration.ts";
import { resolveTemplateFiles } from "./template/template-files.ts";
import { sharedTemplates } from "./shared-templates.ts";
import { type TemplateSource, templateSource } from "./template/template-source.ts";

type Tables<Source> = Pick<StackDeclaration<Source>, "template" | "parameters" | "outputs">;

/**
 * Holds a driver's tables against its HOT files, the cluster's and the node groups', and answers
 * what does not fit, one sentence each: whatever Heat would refuse in them, parameters that nobody
 * gives a value, mappings of parameters and outputs that do not exist, secrets that the HOT would
 * show. A file that does not resolve throws.
 *
 * @param environments - All environments that the driver may choose.
 */
export function templateCoverageFaults<L>(
  definition: Pick<
    HeatDriverDefinition<L>,
    "templates" | "template" | "parameters" | "outputs" | "nodeGroups" | "refresh"
  >,
  environments: readonly string[] = [],
): readonly string[] {
  const source = templateSource(definition.templates, sharedTemplates);
  const { nodeGroups, refresh } = definition;
  const cluster = coverage(definition, source, environments);
  const clusterFaults = [...cluster.faults, ...(refresh ? refreshFaults(definition, cluster) : [])];
  if (!nodeGroups) return clusterFaults;
  const groups = coverage(nodeGroups, source, environments);
  return [
    ...clusterFaults,
    ...groups.faults,
    ...(refresh ? refreshFaults(nodeGroups, groups) : []),
    ...nodeGroups.clusterOutputs
      .filter((output) => !cluster.hot.outputs[output])
      .map((output) => `${nameOf(definition)}: output ${output} for node groups does not exist`),
  ];
}

/** A template of several parts has the names of all, as a fault may be in any. */
function nameOf({ template }: Pick<StackDeclaration<never>, "template">): string {
  return [template].flat().join(" + ");
}

function coverage<Source>(
  tables: Tables<Source>,
  source: TemplateSource,
  environments: readonly string[],
): { readonly hot: Template; readonly faults: readonly string[] } {
  const resolved = resolveTemplateFiles(tables.template, source, { environments });
  const { files } = resolved;
  const hot = parseTemplate(resolved.template);
  const merged = environments.map((path) => parseEnvironment(files[path] ?? ""));
  const refused = validateTemplate(hot, { files, environment: mergeEnvironments(merged) });
  const faults = [
    ...refused.map((error) => error.message),
    ...parameterFaults(tables, hot),
    ...tables.outputs
      .filter(({ output }) => !hot.outputs[output])
      .map(({ output }) => `mapped output ${output} does not exist`),
  ];
  return { hot, faults: faults.map((fault) => `${nameOf(tables)}: ${fault}`) };
}

/** What is lacking to ask nodes for new certificates. */
function refreshFaults(
  declaration: Pick<StackDeclaration<never>, "template">,
  { hot }: { readonly hot: Template },
): readonly string[] {
  const name = nameOf(declaration);
  return [
    ...(hot.parameters["generation"] ? [] : [`${name}: parameter generation does not exist`]),
    ...(hot.outputs["generation"] ? [] : [`${name}: output generation does not exist`]),
  ];
}

function parameterFaults<Source>(
  tables: Tables<Source>,
  { parameters }: Template,
): readonly string[] {
  const mapped = tables.parameters.map((mapping) => mapping.parameter);
  return [
    ...Object.entries(parameters)
      .filter(([name, schema]) => schema.default === undefined && !mapped.includes(name))
      .map(([name]) => `parameter ${name} has neither a default nor a mapping`),
    ...mapped
      .filter((name, index) => mapped.indexOf(name) !== index)
      .map((name) => `parameter ${name} is mapped twice`),
    ...tables.parameters.flatMap(({ parameter, required, hidden }) => {
      const schema = parameters[parameter];
      if (!schema) return [`mapped parameter ${parameter} does not exist`];
      return [
        ...(hidden && !schema.hidden ? [`parameter ${parameter} must be hidden`] : []),
        ...(!required && schema.default === undefined
          ? [`parameter ${parameter} has no default, so its mapping must be required`]
          : []),
      ];
    }),
  ];
}
