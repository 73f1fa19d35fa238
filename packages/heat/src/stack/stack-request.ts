import { parameterValues } from "../mapping/parameter-mapping.ts";
import type { StackRequest } from "../orchestration-port.ts";
import { render } from "../rendering/render.ts";
import { sharedTemplates } from "../shared-templates.ts";
import type { StackDeclaration } from "../stack-declaration.ts";
import { resolveTemplateFiles } from "../template/template-files.ts";
import { type TemplateFolder, templateSource } from "../template/template-source.ts";

/** The whole request by which Heat makes a declared stack. Pure but for reading the templates. */
export function stackRequest<Source>(
  folder: TemplateFolder,
  declaration: StackDeclaration<Source>,
  source: Source,
  identity: Pick<StackRequest, "name" | "tags" | "timeoutMinutes">,
): StackRequest {
  const templates = templateSource(folder, sharedTemplates);
  const values = declaration.rendering?.(source, templates) ?? {};
  const { template, files, environmentFiles } = resolveTemplateFiles(
    declaration.template,
    templates,
    {
      environments: declaration.environments?.(source) ?? [],
      render: (path, text) => (path.endsWith(".hbs") ? render(path, text, values) : text),
    },
  );
  return {
    name: identity.name,
    template,
    files,
    environmentFiles,
    parameters: parameterValues(declaration.parameters, source),
    timeoutMinutes: identity.timeoutMinutes,
    tags: identity.tags,
    disableRollback: true,
  };
}
