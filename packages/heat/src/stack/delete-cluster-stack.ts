import type { Accepted, DriverContext, OperationRequest } from "@jeroboam/core";
import type { HeatServices } from "../orchestration-port.ts";
import { findClusterStack } from "./find-cluster-stack.ts";

/** Deletes the cluster's stack. One that was made but never recorded is found by its name. */
export async function deleteClusterStack(
  context: DriverContext<HeatServices>,
  { cluster }: OperationRequest,
): Promise<Accepted> {
  const id = cluster.backingRef ?? (await findClusterStack(context, cluster))?.id;
  if (id !== undefined) await context.services.orchestration.deleteStack(id, context.signal);
  return { backingRef: id ?? null };
}
