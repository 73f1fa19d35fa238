import type { Cluster, DriverContext, NodeGroup } from "@jeroboam/core";
import type { HeatServices, Stack } from "../orchestration-port.ts";
import { nodeGroupStackName, stackName } from "./stack-name.ts";

type Context = DriverContext<HeatServices>;
interface FindOptions {
  readonly resolveOutputs: boolean;
}

/** The cluster's stack: by the id that is on record, else by the name that it must have. */
export function findClusterStack(
  context: Context,
  cluster: Cluster,
  options?: FindOptions,
): Promise<Stack | undefined> {
  return findStack(context, cluster.backingRef ?? stackName(cluster), options);
}

/** The stack of a node group that has its own, by id or name like the cluster's. */
export function findNodeGroupStack(
  context: Context,
  cluster: Cluster,
  nodeGroup: NodeGroup,
  options?: FindOptions,
): Promise<Stack | undefined> {
  const name = nodeGroup.backingRef ?? nodeGroupStackName(cluster, nodeGroup);
  return findStack(context, name, options);
}

async function findStack(
  { services, signal }: Context,
  nameOrId: string,
  options: FindOptions = { resolveOutputs: false },
): Promise<Stack | undefined> {
  const stack = await services.orchestration.findStack(nameOrId, options, signal);
  // Heat still shows a deleted stack to those who ask by id.
  return stack?.status === "DELETE_COMPLETE" ? undefined : stack;
}
