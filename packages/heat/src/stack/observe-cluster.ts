import {
  type ClusterObservation,
  type ClusterStatus,
  type DriverContext,
  isMaster,
  type NodeGroup,
  type NodeGroupObservation,
  type ObserveClusterRequest,
  phaseOf,
  type Progress,
} from "@jeroboam/core";
import type { HeatDriverDefinition } from "../heat-driver-definition.ts";
import { type OutputMapping, outputText, outputTexts } from "../mapping/output-mapping.ts";
import type { HeatServices, Stack } from "../orchestration-port.ts";
import { findClusterStack, findNodeGroupStack } from "./find-stack.ts";
import { nodeGroupStatus } from "./stack-status.ts";
import { seeStack, type StackSight } from "./stack-sight.ts";

/** A stack and the node groups that live in it. */
interface StackOfGroups {
  readonly groups: readonly NodeGroup[];
  readonly outputs: readonly OutputMapping[];
  readonly absent: string;
  readonly find: (options: { readonly resolveOutputs: boolean }) => Promise<Stack | undefined>;
  /** The stored row lacks what outputs tell. */
  readonly lacksOutputs: boolean;
}

/**
 * Says what Heat knows of a cluster: for each of its stacks one cheap call, and a second one for
 * what the status calls for (outputs when complete, the resources while under way or failed).
 *
 * @upstream magnum/drivers/heat/driver.py `HeatPoller`
 */
export async function observeCluster<L>(
  definition: Pick<HeatDriverDefinition<L>, "outputs" | "nodeGroups">,
  context: DriverContext<HeatServices>,
  request: ObserveClusterRequest,
): Promise<ClusterObservation> {
  const { cluster, operationId } = request;
  const stacks = await Promise.all(
    stacksOf(definition, context, request).map(async (one) => ({
      ...one,
      moving: movingStatus(one.groups),
      stack: await one.find({ resolveOutputs: false }),
    })),
  );
  const changing = stacks.filter(({ moving, stack }) => moving !== undefined && stack);
  const seen = await Promise.all(
    stacks.map(async ({ stack, moving, find, lacksOutputs, ...one }) => {
      if (!stack) return { ...one, moving, sight: undefined };
      // Resolving outputs is dear, and an idle cluster's change only with its stack.
      const moved =
        operationId === undefined
          ? one.groups.some(({ status }) => status !== nodeGroupStatus(stack.status))
          : moving !== undefined;
      const wanted = moved || lacksOutputs;
      const sight = await seeStack(context, stack, {
        moving,
        operationId,
        // It is the sum over all stacks, and tells of one only when that is alone.
        formerTotal:
          moving !== undefined && changing.length === 1 ? cluster.progress?.total : undefined,
        withOutputs: wanted ? () => find({ resolveOutputs: true }) : undefined,
      });
      return { ...one, moving, sight };
    }),
  );
  const changed = seen.filter(({ moving }) => moving !== undefined);
  return {
    nodeGroups: seen.flatMap(groupObservations),
    attributes: attributesOf(definition.outputs, seen[0]?.sight),
    progress: sumOf((changed.length > 0 ? changed : seen).map(({ sight }) => sight?.progress)),
  };
}

/** The cluster's stack comes first. */
function stacksOf<L>(
  { outputs, nodeGroups }: Pick<HeatDriverDefinition<L>, "outputs" | "nodeGroups">,
  context: DriverContext<HeatServices>,
  { cluster }: ObserveClusterRequest,
): readonly StackOfGroups[] {
  const others = cluster.nodeGroups.filter((group) => !group.isDefault);
  return [
    {
      groups: cluster.nodeGroups.filter((group) => group.isDefault),
      outputs,
      absent: "The cluster has no stack in Heat; delete the cluster and create it again.",
      find: (options) => findClusterStack(context, cluster, options),
      lacksOutputs: cluster.apiAddress === null,
    },
    ...others.map((group) => ({
      groups: [group],
      outputs: nodeGroups?.outputs ?? [],
      absent: `Node group ${group.name} has no stack in Heat; delete it and create it again.`,
      find: (options: { readonly resolveOutputs: boolean }) =>
        findNodeGroupStack(context, cluster, group, options),
      lacksOutputs: group.nodeAddresses.length < group.nodeCount,
    })),
  ];
}

function movingStatus(groups: readonly NodeGroup[]): ClusterStatus | undefined {
  return groups.find((group) => phaseOf(group.status) === "IN_PROGRESS")?.status;
}

function groupObservations(
  one: Pick<StackOfGroups, "groups" | "outputs" | "absent"> & {
    readonly sight: StackSight | undefined;
  },
): readonly NodeGroupObservation[] {
  const { groups, outputs, absent: reason, sight } = one;
  return groups.map(({ uuid, role }): NodeGroupObservation => {
    if (!sight) return { kind: "absent", nodeGroupUuid: uuid, reason };
    const to = isMaster({ role }) ? "masters.nodeAddresses" : "workers.nodeAddresses";
    const nodeAddresses = outputTexts(outputs, sight.outputs, to);
    return {
      kind: "present",
      nodeGroupUuid: uuid,
      status: sight.status,
      reason: sight.reason,
      nodeAddresses,
      nodeCount: nodeAddresses?.length,
    };
  });
}

function attributesOf(
  mappings: readonly OutputMapping[],
  sight: StackSight | undefined,
): ClusterObservation["attributes"] {
  const found = (to: Parameters<typeof outputText>[2]) => outputText(mappings, sight?.outputs, to);
  const apiAddress = found("cluster.apiAddress");
  const discoveryUrl = found("cluster.discoveryUrl");
  const coeVersion = found("cluster.coeVersion");
  return {
    ...(apiAddress !== undefined && { apiAddress }),
    ...(discoveryUrl !== undefined && { discoveryUrl }),
    ...(coeVersion !== undefined && { coeVersion }),
  };
}

function sumOf(parts: readonly (Progress | undefined)[]): Progress | undefined {
  const known = parts.filter((part) => part !== undefined);
  if (known.length === 0) return undefined;
  return known.reduce((sum, { done, total }) => ({
    done: sum.done + done,
    total: sum.total + total,
  }));
}
