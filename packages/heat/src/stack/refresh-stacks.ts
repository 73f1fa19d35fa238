import {
  type Accepted,
  type DriverContext,
  JeroboamError,
  type NodeGroup,
  type OperationRequest,
} from "@jeroboam/core";
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
 * @throws JeroboamError `JRB_CHANGE_NOT_BEGUN` where a stack is older than this.
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
  const refreshes: Refresh[] = [];
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
    refreshes.push({ stack, parameters, tags: groupTags(request, nodeGroup) });
  }
  const stack = await findClusterStack(context, cluster, WITH_OUTPUTS);
  if (!stack)
    throw new HeatDriverError(
      "JRB_STACK_NOT_FOUND",
      `The stack of cluster ${cluster.name} is gone; delete the cluster and create it again.`,
    );
  const parameters = refreshed(definition.parameters, source);
  refreshes.push({ stack, parameters, tags: stackTags(cluster.uuid, operationId) });
  const missing = refreshes.filter((each) => !reflects(each.stack, operationId));
  // Before anything is changed, so that no cluster is left with some nodes that were asked.
  const older = missing.find((each) => generationOf(each.stack) === undefined);
  if (older) throw tooOld(older.stack, missing.length === refreshes.length);
  for (const each of missing) await refresh(context, each);
  return { backingRef: stack.id };
}

/** What one stack is asked for. */
interface Refresh {
  readonly stack: Stack;
  readonly parameters: Values;
  readonly tags: readonly string[];
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

async function refresh(context: Context, { stack, parameters, tags }: Refresh): Promise<void> {
  await changeStack(context, stack, {
    parameters: { ...parameters, generation: (generationOf(stack) ?? 0) + 1 },
    tags,
    disableRollback: true,
  });
}

/** Undefined where the stack is older than refreshing. */
function generationOf({ outputs }: Stack): number | undefined {
  const generation = Number(outputs?.["generation"]);
  return Number.isSafeInteger(generation) ? generation : undefined;
}

function tooOld({ name }: Stack, isUntouched: boolean): Error {
  const message = `Stack ${name} was made before nodes could be asked for new certificates; create the cluster again.`;
  return isUntouched
    ? new JeroboamError("JRB_CHANGE_NOT_BEGUN", message)
    : new HeatDriverError("JRB_STACK_REFUSED", message);
}
