import type { CreateClusterRequest } from "@jeroboam/core";
import type { HeatDriverDefinition } from "../heat-driver-definition.ts";
import type { MappingSource } from "../mapping/mapping-source.ts";
import { parameterValues } from "../mapping/parameter-mapping.ts";
import type { StackRequest } from "../orchestration-port.ts";
import { render } from "../rendering/render.ts";
import { sharedTemplates } from "../shared-templates.ts";
import { resolveTemplateFiles } from "../template/template-files.ts";
import { templateSource } from "../template/template-source.ts";
import { stackName } from "./stack-name.ts";
import { stackTags } from "./stack-tags.ts";

/** The whole request by which Heat makes a cluster's stack. Pure but for reading the templates. */
export function clusterStackRequest<L>(
  definition: HeatDriverDefinition<L>,
  source: MappingSource<L>,
  request: Pick<CreateClusterRequest, "operationId" | "timeoutMinutes">,
): StackRequest {
  const templates = templateSource(definition.templates, sharedTemplates);
  const values = definition.rendering?.(source, templates) ?? {};
  const { template, files, environmentFiles } = resolveTemplateFiles(
    definition.template,
    templates,
    {
      environments: definition.environments?.(source) ?? [],
      render: (path, text) => (path.endsWith(".hbs") ? render(path, text, values) : text),
    },
  );
  return {
    name: stackName(source.cluster),
    template,
    files,
    environmentFiles,
    parameters: parameterValues(definition.parameters, source),
    timeoutMinutes: request.timeoutMinutes,
    tags: stackTags(source.cluster.uuid, request.operationId),
    disableRollback: true,
  };
}
