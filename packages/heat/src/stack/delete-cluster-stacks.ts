import type { Accepted, Cluster, DriverContext, NodeGroup, OperationRequest } from "@jeroboam/core";
import { HeatDriverError } from "../heat-driver-error.ts";
import type { HeatServices, Stack } from "../orchestration-port.ts";
import { describeFailure } from "./failed-resource.ts";
import { findClusterStack, findNodeGroupStack } from "./find-stack.ts";
import { stackResources } from "./stack-resources.ts";

type Context = DriverContext<HeatServices>;

/** How long to wait before each look at stacks that go: half a minute, which one call may well take. */
const LOOK_AFTER_SECONDS = [1, 2, 3, 4, 5, 5, 5, 5] as const;

/**
 * Deletes the stacks of the node groups, and once they are gone the cluster's, whose network they
 * stand in. Waits for the former half a minute at most. A stack that was made but never recorded is
 * found by its name.
 *
 * @throws {@link HeatDriverError} `JRB_STACK_BUSY` (retryable) while a node group's stack is still
 * there, `JRB_STACK_DELETE_FAILED` when its deletion failed under this call's eyes. One that failed
 * before is tried again.
 * @upstream magnum/drivers/heat/driver.py `HeatDriver.delete_cluster`
 * @differs upstream deletes all stacks at once, and the cluster's may fail because of the others
 */
export async function deleteClusterStacks(
  context: Context,
  { cluster }: OperationRequest,
): Promise<Accepted> {
  await deleteNodeGroupStacks(context, cluster);
  const id = cluster.backingRef ?? (await findClusterStack(context, cluster))?.id;
  if (id !== undefined) await context.services.orchestration.deleteStack(id, context.signal);
  return { backingRef: id ?? null };
}

async function deleteNodeGroupStacks(context: Context, cluster: Cluster): Promise<void> {
  const { services, clock, signal } = context;
  let left = await thoseLeft(
    context,
    cluster,
    cluster.nodeGroups.filter((group) => !group.isDefault),
  );
  const standing = left.filter(({ stack }) => stack.status !== "DELETE_IN_PROGRESS");
  await Promise.all(
    standing.map(({ stack }) => services.orchestration.deleteStack(stack.id, signal)),
  );
  for (const seconds of LOOK_AFTER_SECONDS) {
    if (left.length === 0) return;
    await clock.sleep(seconds * 1000, signal);
    signal.throwIfAborted();
    left = await thoseLeft(
      context,
      cluster,
      left.map(({ group }) => group),
    );
    const failed = left.find(({ stack }) => stack.status === "DELETE_FAILED");
    if (failed) throw await deletionFailed(context, cluster, failed);
  }
  if (left.length > 0) throw stillGoing(cluster, left);
}

interface GroupWithStack {
  readonly group: NodeGroup;
  readonly stack: Stack;
}

async function thoseLeft(
  context: Context,
  cluster: Cluster,
  groups: readonly NodeGroup[],
): Promise<readonly GroupWithStack[]> {
  const found = groups.map(async (group) => {
    const stack = await findNodeGroupStack(context, cluster, group);
    return stack ? [{ group, stack }] : [];
  });
  return (await Promise.all(found)).flat();
}

async function deletionFailed(
  context: Context,
  cluster: Cluster,
  { group, stack }: GroupWithStack,
): Promise<HeatDriverError> {
  const reason = describeFailure(await stackResources(context, stack)) ?? stack.statusReason;
  return new HeatDriverError(
    "JRB_STACK_DELETE_FAILED",
    `Heat could not delete node group ${group.name} of cluster ${cluster.name} (${reason ?? "no reason given"}); remove the cause and delete the cluster again.`,
  );
}

function stillGoing(cluster: Cluster, left: readonly GroupWithStack[]): HeatDriverError {
  const names = left.map(({ group }) => group.name).join(", ");
  return new HeatDriverError(
    "JRB_STACK_BUSY",
    `Cluster ${cluster.name} goes after its node groups, and Heat is still deleting ${names}.`,
    { retryable: true },
  );
}
