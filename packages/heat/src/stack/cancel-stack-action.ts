import type { CancelFacet, DriverContext } from "@jeroboam/core";
import { HeatDriverError } from "../heat-driver-error.ts";
import type { HeatServices, Stack } from "../orchestration-port.ts";
import { findClusterStack, findNodeGroupStack } from "./find-stack.ts";
import { httpStatusOf } from "./http-status.ts";
import { reflects } from "./stack-tags.ts";

type Facet = CancelFacet<HeatServices>;
type Request = Parameters<Facet["cancelOperation"]>[1];

/**
 * Stops what Heat does to a stack for an operation. What Heat has just begun in it comes to its end
 * by itself; an update goes on from there.
 *
 * @throws {@link HeatDriverError} `JRB_STACK_BUSY` (retryable).
 */
export async function cancelStackAction(
  context: DriverContext<HeatServices>,
  request: Request,
): Promise<Awaited<ReturnType<Facet["cancelOperation"]>>> {
  const { cluster, nodeGroup, operationId } = request;
  // Asked by the operation before the cluster's own stack, if at all.
  const others = nodeGroup ? [] : cluster.nodeGroups.filter((group) => !group.isDefault);
  const finds = [
    ...others.map((group) => () => findNodeGroupStack(context, cluster, group)),
    () =>
      nodeGroup
        ? findNodeGroupStack(context, cluster, nodeGroup)
        : findClusterStack(context, cluster),
  ];
  let end: Awaited<ReturnType<typeof stop>> = "never begun";
  for (const find of finds)
    if ((await stop(context, operationId, find)) === "stopped") end = "stopped";
  return end;
}

async function stop(
  context: DriverContext<HeatServices>,
  operationId: string,
  find: () => Promise<Stack | undefined>,
): Promise<"stopped" | "never begun"> {
  const stack = await find();
  if (!stack || !reflects(stack, operationId)) return "never begun";
  if (!isStoppable(stack)) return "stopped";
  try {
    await context.services.orchestration.cancelStack(stack.id, context.signal);
  } catch (error) {
    const status = httpStatusOf(error);
    if (status === 404) return "stopped";
    if (status !== 400 && status !== 409) throw error;
    // It may have come to its end since it was looked at; else Heat has not really begun.
    const now = await find();
    if (now && isStoppable(now))
      throw new HeatDriverError(
        "JRB_STACK_BUSY",
        `Heat cannot stop ${now.status} of stack ${now.name} yet.`,
        { retryable: true, cause: error },
      );
  }
  return "stopped";
}

/** A rollback, a deletion and what stands still take their course. */
function isStoppable({ status }: Stack): boolean {
  return /^(INIT_|(CREATE|UPDATE)_IN_PROGRESS$)/.test(status);
}
