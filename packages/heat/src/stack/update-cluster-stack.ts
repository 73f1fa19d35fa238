import type { Accepted, DriverContext, UpdateClusterRequest } from "@jeroboam/core";
import type { HeatDriverDefinition } from "../heat-driver-definition.ts";
import { HeatDriverError } from "../heat-driver-error.ts";
import { clusterSource } from "../mapping/mapping-source.ts";
import { parameterValues } from "../mapping/parameter-mapping.ts";
import type { HeatServices } from "../orchestration-port.ts";
import { changeStack } from "./change-stack.ts";
import { findClusterStack } from "./find-stack.ts";
import { groupMembers } from "./group-members.ts";
import { reflects, stackTags } from "./stack-tags.ts";

/**
 * Sends the parameters that may change; template, files and all other parameters stay, so that
 * no server is rebuilt.
 *
 * @throws {@link HeatDriverError} `JRB_STACK_BUSY` (retryable), `JRB_STACK_NOT_FOUND`, `JRB_NODE_NOT_FOUND`.
 * @upstream magnum/drivers/heat/driver.py `HeatDriver._update_stack`
 */
export async function updateClusterStack<L>(
  definition: HeatDriverDefinition<L>,
  context: DriverContext<HeatServices>,
  request: UpdateClusterRequest,
): Promise<Accepted> {
  const { cluster, operationId } = request;
  const stack = await findClusterStack(context, cluster);
  if (!stack)
    throw new HeatDriverError(
      "JRB_STACK_NOT_FOUND",
      `The stack of cluster ${cluster.name} is gone; delete the cluster and create it again.`,
    );
  if (reflects(stack, operationId)) return { backingRef: stack.id };

  const known = clusterSource(request, definition.labels);
  const source = {
    ...known,
    credential: context.credential,
    endpoints: context.endpoints,
    operator: context.operator,
    timeoutMinutes: cluster.createTimeoutMinutes,
    nodesToRemove: await groupMembers(request.nodesToRemove, {
      title: `Node group ${known.workers.name}`,
      stackName: stack.name,
      mayBeGone: request.nodesMayBeGone,
      mappings: definition.outputs,
      outputs: async () =>
        (await findClusterStack(context, cluster, { resolveOutputs: true }))?.outputs,
    }),
  };
  const change = {
    parameters: parameterValues(
      definition.parameters.filter((mapping) => mapping.onUpdate),
      source,
    ),
    tags: stackTags(cluster.uuid, operationId),
    disableRollback: !request.rollback,
  };
  return changeStack(context, stack, change);
}
