import type { CreateClusterRequest } from "@jeroboam/core";
import type { HeatDriverDefinition } from "../heat-driver-definition.ts";
import type { MappingSource } from "../mapping/mapping-source.ts";
import type { StackRequest } from "../orchestration-port.ts";
import { stackName } from "./stack-name.ts";
import { stackRequest } from "./stack-request.ts";
import { stackTags } from "./stack-tags.ts";

/** The whole request by which Heat makes a cluster's stack. */
export function clusterStackRequest<L>(
  definition: HeatDriverDefinition<L>,
  source: MappingSource<L>,
  request: Pick<CreateClusterRequest, "operationId" | "timeoutMinutes">,
): StackRequest {
  return stackRequest(definition.templates, definition, source, {
    name: stackName(source.cluster),
    timeoutMinutes: request.timeoutMinutes,
    tags: stackTags(source.cluster.uuid, request.operationId),
  });
}
