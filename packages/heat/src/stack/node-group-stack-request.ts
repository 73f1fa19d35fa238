import type { TemplateFolder } from "../template/template-source.ts";
import type { NodeGroupDeclaration } from "../heat-driver-definition.ts";
import type { NodeGroupSource } from "../mapping/node-group-source.ts";
import type { StackRequest } from "../orchestration-port.ts";
import { nodeGroupStackName } from "./stack-name.ts";
import { stackRequest } from "./stack-request.ts";
import { nodeGroupStackTags } from "./stack-tags.ts";

/** A driver's declaration of node groups, with the templates that it goes by. */
export interface NodeGroupDriver<L> {
  readonly templates: TemplateFolder;
  readonly nodeGroups: NodeGroupDeclaration<L>;
}

/** The whole request by which Heat makes a node group's own stack. */
export function nodeGroupStackRequest<L>(
  { templates, nodeGroups }: NodeGroupDriver<L>,
  source: NodeGroupSource<L>,
  request: { readonly operationId: string; readonly timeoutMinutes: number },
): StackRequest {
  const { cluster, nodeGroup } = source;
  return stackRequest(templates, nodeGroups, source, {
    name: nodeGroupStackName(cluster, nodeGroup),
    timeoutMinutes: request.timeoutMinutes,
    tags: nodeGroupStackTags(cluster.uuid, nodeGroup.uuid, request.operationId),
  });
}
