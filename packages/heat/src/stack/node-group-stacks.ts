import type {
  Accepted,
  DriverContext,
  NodeGroupOperationRequest,
  NodeGroupsFacet,
} from "@jeroboam/core";
import type { HeatDriverDefinition } from "../heat-driver-definition.ts";
import { HeatDriverError } from "../heat-driver-error.ts";
import { clusterSource, type LabelsParser } from "../mapping/mapping-source.ts";
import type { NodeGroupSource } from "../mapping/node-group-source.ts";
import { parameterValues } from "../mapping/parameter-mapping.ts";
import type { HeatServices, HeatValue, Stack } from "../orchestration-port.ts";
import { changeStack } from "./change-stack.ts";
import { findClusterStack, findNodeGroupStack } from "./find-stack.ts";
import { groupMembers } from "./group-members.ts";
import { makeStack } from "./make-stack.ts";
import { type NodeGroupDriver, nodeGroupStackRequest } from "./node-group-stack-request.ts";
import { nodeGroupStackTags, reflects } from "./stack-tags.ts";

type Context = DriverContext<HeatServices>;
type Driver<L> = NodeGroupDriver<L> & Pick<HeatDriverDefinition<L>, "labels">;
type Facet = NodeGroupsFacet<HeatServices>;
type CreateRequest = Parameters<Facet["createNodeGroup"]>[1];
type UpdateRequest = Parameters<Facet["updateNodeGroup"]>[1];

const NO_REMOVAL = { nodesToRemove: [], nodesMayBeGone: false } as const;

/**
 * Each node group beside the default ones is a stack of its own.
 *
 * @upstream magnum/drivers/heat/driver.py `HeatDriver.create_nodegroup`
 */
export function nodeGroupStacks<L>(driver: Driver<L>): Facet {
  return {
    createNodeGroup: (context, request) => createNodeGroupStack(driver, context, request),
    updateNodeGroup: (context, request) => updateNodeGroupStack(driver, context, request),
    deleteNodeGroup: deleteNodeGroupStack,
  };
}

async function createNodeGroupStack<L>(
  driver: Driver<L>,
  context: Context,
  request: CreateRequest,
): Promise<Accepted> {
  const { cluster, nodeGroup, timeoutMinutes } = request;
  return makeStack(context, {
    operationId: request.operationId,
    find: () => findNodeGroupStack(context, cluster, nodeGroup),
    bringOn: () =>
      updateNodeGroupStack(driver, context, { ...request, ...NO_REMOVAL, rollback: false }),
    request: async () => {
      const stack = await findClusterStack(context, cluster, { resolveOutputs: true });
      if (!stack) throw gone(`cluster ${cluster.name}`, "delete the cluster and create it again");
      const source = {
        ...sourceOf(driver.labels, context, request),
        clusterOutputs: declaredOutputs(driver.nodeGroups.clusterOutputs, stack),
        timeoutMinutes,
      };
      return nodeGroupStackRequest(driver, source, request);
    },
  });
}

/** Sends the parameters that may change, as with the cluster's own stack. */
async function updateNodeGroupStack<L>(
  driver: Driver<L>,
  context: Context,
  request: UpdateRequest,
): Promise<Accepted> {
  const { cluster, nodeGroup, operationId } = request;
  const find = (resolveOutputs: boolean) =>
    findNodeGroupStack(context, cluster, nodeGroup, { resolveOutputs });
  const stack = await find(false);
  if (!stack)
    throw gone(`node group ${nodeGroup.name}`, "delete the node group and create it again");
  if (reflects(stack, operationId)) return { backingRef: stack.id };

  const { parameters, outputs } = driver.nodeGroups;
  const source = {
    ...sourceOf(driver.labels, context, request),
    nodesToRemove: await groupMembers(request.nodesToRemove, {
      title: `Node group ${nodeGroup.name}`,
      stackName: stack.name,
      mayBeGone: request.nodesMayBeGone,
      mappings: outputs,
      outputs: async () => (await find(true))?.outputs,
    }),
  };
  return changeStack(context, stack, {
    parameters: parameterValues(
      parameters.filter((mapping) => mapping.onUpdate),
      source,
    ),
    tags: nodeGroupStackTags(cluster.uuid, nodeGroup.uuid, operationId),
    disableRollback: !request.rollback,
  });
}

/** A stack that was made but never recorded is found by its name. */
async function deleteNodeGroupStack(
  context: Context,
  { cluster, nodeGroup }: NodeGroupOperationRequest,
): Promise<Accepted> {
  const stack = await findNodeGroupStack(context, cluster, nodeGroup);
  if (stack) await context.services.orchestration.deleteStack(stack.id, context.signal);
  return { backingRef: stack?.id ?? nodeGroup.backingRef };
}

function declaredOutputs(
  names: readonly string[],
  { outputs = {} }: Stack,
): Readonly<Record<string, HeatValue>> {
  const known = names.flatMap((name) => {
    const value = outputs[name];
    return isHeatValue(value) ? [[name, value] as const] : [];
  });
  return Object.fromEntries(known);
}

/** What Heat said in JSON it also takes; null stands for no value yet. */
function isHeatValue(value: unknown): value is HeatValue {
  return value !== undefined && value !== null;
}

function sourceOf<L>(
  labels: LabelsParser<L>,
  context: Context,
  request: NodeGroupOperationRequest,
): NodeGroupSource<L> {
  const { cluster, nodeGroup } = request;
  return {
    ...clusterSource(request, labels),
    labels: labels.parse(nodeGroup.labels),
    nodeGroup,
    clusterOutputs: {},
    credential: context.credential,
    endpoints: context.endpoints,
    operator: context.operator,
    timeoutMinutes: cluster.createTimeoutMinutes,
    nodesToRemove: [],
  };
}

function gone(whose: string, whatToDo: string): HeatDriverError {
  return new HeatDriverError("JRB_STACK_NOT_FOUND", `The stack of ${whose} is gone; ${whatToDo}.`);
}
