import type { Accepted, Cluster, DriverContext, NodeGroup, OperationRequest } from "@jeroboam/core";
import { HeatDriverError } from "../heat-driver-error.ts";
import type { HeatServices, Stack } from "../orchestration-port.ts";
import { findClusterStack, findNodeGroupStack } from "./find-stack.ts";

type Context = DriverContext<HeatServices>;

/**
 * Deletes the cluster's stack. A stack that was made but never recorded is found by its name.
 *
 * The stacks of node groups stand in its network and have to go before. The engine sees to that;
 * what is left of them all the same is asked for here.
 *
 * @throws {@link HeatDriverError} `JRB_STACK_BUSY` (retryable) while a node group's stack is still
 * there.
 * @upstream magnum/drivers/heat/driver.py `HeatDriver.delete_cluster`
 * @differs upstream deletes all stacks at once, and the cluster's may fail because of the others
 */
export async function deleteClusterStacks(
  context: Context,
  { cluster }: OperationRequest,
): Promise<Accepted> {
  const { orchestration } = context.services;
  const left = await nodeGroupStacks(context, cluster);
  const standing = left.filter(({ stack }) => stack.status !== "DELETE_IN_PROGRESS");
  await Promise.all(
    standing.map(({ stack }) => orchestration.deleteStack(stack.id, context.signal)),
  );
  const still = standing.length > 0 ? await nodeGroupStacks(context, cluster) : left;
  if (still.length > 0) throw stillGoing(cluster, still);
  const id = cluster.backingRef ?? (await findClusterStack(context, cluster))?.id;
  if (id !== undefined) await orchestration.deleteStack(id, context.signal);
  return { backingRef: id ?? null };
}

interface GroupWithStack {
  readonly group: NodeGroup;
  readonly stack: Stack;
}

async function nodeGroupStacks(
  context: Context,
  cluster: Cluster,
): Promise<readonly GroupWithStack[]> {
  const others = cluster.nodeGroups.filter((group) => !group.isDefault);
  const found = others.map(async (group) => {
    const stack = await findNodeGroupStack(context, cluster, group);
    return stack ? [{ group, stack }] : [];
  });
  return (await Promise.all(found)).flat();
}

function stillGoing(cluster: Cluster, left: readonly GroupWithStack[]): HeatDriverError {
  const names = left.map(({ group }) => group.name).join(", ");
  return new HeatDriverError(
    "JRB_STACK_BUSY",
    `Cluster ${cluster.name} goes after its node groups, and Heat is still deleting ${names}.`,
    { retryable: true },
  );
}
