import type { Cluster, DriverContext } from "@jeroboam/core";
import type { HeatServices, Stack } from "../orchestration-port.ts";
import { stackName } from "./stack-name.ts";

/** The cluster's stack: by the id that is on record, else by the name that it must have. */
export async function findClusterStack(
  context: DriverContext<HeatServices>,
  cluster: Cluster,
  options: { readonly resolveOutputs: boolean } = { resolveOutputs: false },
): Promise<Stack | undefined> {
  const stack = await context.services.orchestration.findStack(
    cluster.backingRef ?? stackName(cluster),
    options,
    context.signal,
  );
  // Heat still shows a deleted stack to those who ask by id.
  return stack?.status === "DELETE_COMPLETE" ? undefined : stack;
}
