import type { Accepted, CreateClusterRequest, DriverContext } from "@jeroboam/core";
import type { HeatDriverDefinition } from "../heat-driver-definition.ts";
import { clusterSource } from "../mapping/mapping-source.ts";
import type { HeatServices } from "../orchestration-port.ts";
import { clusterStackRequest } from "./cluster-stack-request.ts";
import { findClusterStack } from "./find-cluster-stack.ts";
import { httpStatusOf } from "./http-status.ts";
import { stackRefused } from "./stack-refused.ts";

/** Makes the cluster's stack, or finds the one that an earlier call made before its answer was lost. */
export async function createClusterStack<L>(
  definition: HeatDriverDefinition<L>,
  context: DriverContext<HeatServices>,
  request: CreateClusterRequest,
): Promise<Accepted> {
  const found = await findClusterStack(context, request.cluster);
  if (found) return { backingRef: found.id };
  const source = {
    ...clusterSource(request, definition.labels),
    credential: context.credential,
    endpoints: context.endpoints,
    timeoutMinutes: request.timeoutMinutes,
    nodesToRemove: [],
  };
  const stackRequest = clusterStackRequest(definition, source, request);
  try {
    const { id } = await context.services.orchestration.createStack(stackRequest, context.signal);
    return { backingRef: id };
  } catch (error) {
    if (httpStatusOf(error) === 400) throw stackRefused(error);
    if (httpStatusOf(error) !== 409) throw error;
    const other = await findClusterStack(context, request.cluster);
    if (!other) throw error;
    return { backingRef: other.id };
  }
}
