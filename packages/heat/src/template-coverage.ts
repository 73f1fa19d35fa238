import {
  mergeEnvironments,
  parseEnvironment,
  parseTemplate,
  validateTemplate,
} from "@jeroboam/hot";
import type { HeatDriverDefinition } from "./heat-driver-definition.ts";
import { resolveTemplateFiles } from "./template/template-files.ts";
import { sharedTemplates } from "./shared-templates.ts";
import { templateSource } from "./template/template-source.ts";

/**
 * Holds a driver's tables against its HOT file and answers what does not fit, one sentence each:
 * whatever Heat would refuse in it, parameters that nobody gives a value, mappings of parameters and outputs that do not exist,
 * secrets that the HOT would show. A file that does not resolve throws.
 *
 * @param environments - All environments that the driver may choose.
 */
export function templateCoverageFaults<L>(
  definition: Pick<HeatDriverDefinition<L>, "templates" | "template" | "parameters" | "outputs">,
  environments: readonly string[] = [],
): readonly string[] {
  const source = templateSource(definition.templates, sharedTemplates);
  const resolved = resolveTemplateFiles(definition.template, source, { environments });
  const { files } = resolved;
  const hot = parseTemplate(resolved.template);
  const { parameters, outputs } = hot;
  const mapped = definition.parameters.map((mapping) => mapping.parameter);
  const { template } = definition;

  return [
    ...validateTemplate(hot, {
      files,
      environment: mergeEnvironments(
        environments.map((path) => parseEnvironment(files[path] ?? "")),
      ),
    }).map((error) => `${template}: ${error.message}`),
    ...Object.entries(parameters)
      .filter(([name, schema]) => schema.default === undefined && !mapped.includes(name))
      .map(([name]) => `${template}: parameter ${name} has neither a default nor a mapping`),
    ...mapped
      .filter((name, index) => mapped.indexOf(name) !== index)
      .map((name) => `${template}: parameter ${name} is mapped twice`),
    ...definition.parameters.flatMap(({ parameter, required, hidden }) => {
      const schema = parameters[parameter];
      if (!schema) return [`${template}: mapped parameter ${parameter} does not exist`];
      return [
        ...(hidden && !schema.hidden ? [`${template}: parameter ${parameter} must be hidden`] : []),
        ...(!required && schema.default === undefined
          ? [`${template}: parameter ${parameter} has no default, so its mapping must be required`]
          : []),
      ];
    }),
    ...definition.outputs
      .filter(({ output }) => !outputs[output])
      .map(({ output }) => `${template}: mapped output ${output} does not exist`),
  ];
}
