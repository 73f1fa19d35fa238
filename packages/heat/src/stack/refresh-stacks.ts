import type { Accepted, DriverContext, NodeGroup, OperationRequest } from "@jeroboam/core";
import type { HeatDriverDefinition } from "../heat-driver-definition.ts";
import { HeatDriverError } from "../heat-driver-error.ts";
import { clusterSource, type LabelsParser } from "../mapping/mapping-source.ts";
import { type MappedParameter, parameterValues } from "../mapping/parameter-mapping.ts";
import type { HeatServices, HeatValue, Stack } from "../orchestration-port.ts";
import { changeStack } from "./change-stack.ts";
import { findClusterStack, findNodeGroupStack } from "./find-stack.ts";
import { nodeGroupStackTags, reflects, stackTags } from "./stack-tags.ts";

type Context = DriverContext<HeatServices>;
type Declaration<L> = Pick<HeatDriverDefinition<L>, "labels" | "parameters" | "nodeGroups">;
type Values = Readonly<Record<string, HeatValue>>;

/**
 * Asks that the nodes of all of a cluster's stacks take over new certificates and logins: one more
 * `generation`, for which each node signals. Heat's update ends when all have.
 *
 * The cluster's own stack comes last, so that where it was asked, every one was.
 *
 * @throws {@link HeatDriverError} `JRB_STACK_BUSY` (retryable), `JRB_STACK_NOT_FOUND`, `JRB_STACK_REFUSED`.
 */
export async function refreshStacks<L>(
  definition: Declaration<L>,
  context: Context,
  request: OperationRequest,
): Promise<Accepted> {
  const { cluster, operationId } = request;
  const source = {
    ...clusterSource(request, definition.labels),
    credential: context.credential,
    endpoints: context.endpoints,
    operator: context.operator,
    timeoutMinutes: cluster.createTimeoutMinutes,
    nodesToRemove: [],
  };
  const labels: LabelsParser<L> = definition.labels;
  for (const nodeGroup of cluster.nodeGroups.filter((group) => !group.isDefault)) {
    const stack = await findNodeGroupStack(context, cluster, nodeGroup, WITH_OUTPUTS);
    // Nodes that were never made have nothing to take over.
    if (!stack) continue;
    const groupSource = {
      ...source,
      labels: labels.parse(nodeGroup.labels),
      nodeGroup,
      clusterOutputs: {},
    };
    const parameters = refreshed(definition.nodeGroups?.parameters ?? [], groupSource);
    await refresh(context, stack, operationId, parameters, groupTags(request, nodeGroup));
  }
  const stack = await findClusterStack(context, cluster, WITH_OUTPUTS);
  if (!stack)
    throw new HeatDriverError(
      "JRB_STACK_NOT_FOUND",
      `The stack of cluster ${cluster.name} is gone; delete the cluster and create it again.`,
    );
  const parameters = refreshed(definition.parameters, source);
  await refresh(context, stack, operationId, parameters, stackTags(cluster.uuid, operationId));
  return { backingRef: stack.id };
}

const WITH_OUTPUTS = { resolveOutputs: true };

function refreshed<Source>(mappings: readonly MappedParameter<Source>[], source: Source): Values {
  return parameterValues(
    mappings.filter((mapping) => mapping.onRefresh),
    source,
  );
}

function groupTags({ cluster, operationId }: OperationRequest, { uuid }: NodeGroup) {
  return nodeGroupStackTags(cluster.uuid, uuid, operationId);
}

async function refresh(
  context: Context,
  stack: Stack,
  operationId: string,
  parameters: Values,
  tags: readonly string[],
): Promise<void> {
  if (reflects(stack, operationId)) return;
  const generation = Number(stack.outputs?.["generation"]);
  if (!Number.isSafeInteger(generation))
    throw new HeatDriverError(
      "JRB_STACK_REFUSED",
      `Stack ${stack.name} was made before nodes could be asked for new certificates; create the cluster again.`,
    );
  await changeStack(context, stack, {
    parameters: { ...parameters, generation: generation + 1 },
    tags,
    disableRollback: true,
  });
}
