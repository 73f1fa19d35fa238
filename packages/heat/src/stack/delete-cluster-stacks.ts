import type { Accepted, Cluster, DriverContext, OperationRequest } from "@jeroboam/core";
import { HeatDriverError } from "../heat-driver-error.ts";
import type { HeatServices } from "../orchestration-port.ts";
import { describeFailure } from "./failed-resource.ts";
import { findClusterStack, findNodeGroupStack } from "./find-stack.ts";
import { stackResources } from "./stack-resources.ts";

type Context = DriverContext<HeatServices>;

/**
 * Deletes the stacks of the node groups, and once they are gone the cluster's, whose network they
 * stand in. A stack that was made but never recorded is found by its name.
 *
 * @throws {@link HeatDriverError} `JRB_STACK_BUSY` (retryable) while a node group's stack is there.
 * @upstream magnum/drivers/heat/driver.py `HeatDriver.delete_cluster`
 * @differs upstream deletes all stacks at once, and the cluster's may fail because of the others
 */
export async function deleteClusterStacks(
  context: Context,
  { cluster }: OperationRequest,
): Promise<Accepted> {
  const left = await deleteNodeGroupStacks(context, cluster);
  if (left.length > 0)
    throw new HeatDriverError(
      "JRB_STACK_BUSY",
      `Heat is still deleting node groups of cluster ${cluster.name}: ${left.join(", ")}.`,
      { retryable: true },
    );
  const id = cluster.backingRef ?? (await findClusterStack(context, cluster))?.id;
  if (id !== undefined) await context.services.orchestration.deleteStack(id, context.signal);
  return { backingRef: id ?? null };
}

/** The groups whose stacks are still there, with the reason why a deletion before failed. */
async function deleteNodeGroupStacks(
  context: Context,
  cluster: Cluster,
): Promise<readonly string[]> {
  const { orchestration } = context.services;
  const groups = cluster.nodeGroups.filter((group) => !group.isDefault);
  const left = groups.map(async (group) => {
    const stack = await findNodeGroupStack(context, cluster, group);
    if (!stack) return [];
    const reason =
      stack.status === "DELETE_FAILED"
        ? describeFailure(await stackResources(context, stack))
        : undefined;
    if (stack.status !== "DELETE_IN_PROGRESS")
      await orchestration.deleteStack(stack.id, context.signal);
    return [reason === undefined ? group.name : `${group.name} (${reason})`];
  });
  return (await Promise.all(left)).flat();
}
