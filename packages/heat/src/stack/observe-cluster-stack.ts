import {
  actionOf,
  type ClusterObservation,
  type ClusterStatus,
  type DriverContext,
  isMaster,
  type NodeGroupObservation,
  type ObserveClusterRequest,
  phaseOf,
} from "@jeroboam/core";
import { type OutputMapping, outputText, outputTexts } from "../mapping/output-mapping.ts";
import type { HeatServices, Stack } from "../orchestration-port.ts";
import { describeFailure } from "./failed-resource.ts";
import { httpStatusOf } from "./http-status.ts";
import { findClusterStack } from "./find-cluster-stack.ts";
import { stackProgress } from "./stack-progress.ts";
import { nodeGroupStatus } from "./stack-status.ts";
import { reflects } from "./stack-tags.ts";

const NESTED_DEPTH = 5;

/**
 * Says what Heat knows of a cluster: one cheap call, and a second one for what the status calls
 * for (outputs when complete, the resources while under way or failed).
 *
 * @upstream magnum/drivers/heat/driver.py `HeatPoller`
 */
export async function observeClusterStack(
  outputs: readonly OutputMapping[],
  context: DriverContext<HeatServices>,
  request: ObserveClusterRequest,
): Promise<ClusterObservation> {
  const { cluster } = request;
  const stack = await findClusterStack(context, cluster);
  if (!stack) {
    const reason = "The cluster has no stack in Heat.";
    return {
      nodeGroups: cluster.nodeGroups.map(({ uuid }) => ({
        kind: "absent",
        nodeGroupUuid: uuid,
        reason,
      })),
      attributes: {},
      progress: undefined,
    };
  }

  const status = currentStatus(stack, request);
  const seen = await look(stack, status, context, request);
  const found = (to: Parameters<typeof outputText>[2]) => outputText(outputs, seen.outputs, to);
  const apiAddress = found("cluster.apiAddress");
  const discoveryUrl = found("cluster.discoveryUrl");
  const coeVersion = found("cluster.coeVersion");
  return {
    nodeGroups: cluster.nodeGroups.map((group): NodeGroupObservation => {
      const role = isMaster(group) ? "masters.nodeAddresses" : "workers.nodeAddresses";
      const nodeAddresses = outputTexts(outputs, seen.outputs, role);
      return {
        kind: "present",
        nodeGroupUuid: group.uuid,
        status,
        reason: seen.reason,
        nodeAddresses,
        nodeCount: nodeAddresses?.length,
      };
    }),
    attributes: {
      ...(apiAddress !== undefined && { apiAddress }),
      ...(discoveryUrl !== undefined && { discoveryUrl }),
      ...(coeVersion !== undefined && { coeVersion }),
    },
    progress: seen.progress,
  };
}

/** The stack's status, but that of the operation while the stack does not show it yet. */
function currentStatus(
  stack: Stack,
  { cluster, operationId }: ObserveClusterRequest,
): ClusterStatus {
  const status = nodeGroupStatus(stack.status);
  if (operationId === undefined || phaseOf(cluster.status) !== "IN_PROGRESS") return status;
  const shown =
    actionOf(cluster.status) === "DELETE"
      ? actionOf(status) === "DELETE"
      : reflects(stack, operationId);
  return shown ? status : cluster.status;
}

interface Sight extends Pick<ClusterObservation, "progress"> {
  readonly reason: string | null;
  readonly outputs: Stack["outputs"];
}

async function look(
  stack: Stack,
  status: ClusterStatus,
  context: DriverContext<HeatServices>,
  { cluster, operationId }: ObserveClusterRequest,
): Promise<Sight> {
  const { orchestration } = context.services;
  const resources = () =>
    orchestration
      .listStackResources(stack.id, { nestedDepth: NESTED_DEPTH }, context.signal)
      .catch((error: unknown) => {
        // A delete may have come to its end since the stack was found.
        if (httpStatusOf(error) === 404) return [];
        throw error;
      });
  switch (phaseOf(status)) {
    case "IN_PROGRESS": {
      const action = actionOf(status);
      const progress = stackProgress(action, await resources(), cluster.progress?.total);
      const { done, total } = progress;
      const reason = `Stack ${action} started: ${done} of ${total} resources complete`;
      return { reason, outputs: undefined, progress };
    }
    case "FAILED":
      return {
        reason: describeFailure(await resources()) ?? stack.statusReason,
        outputs: undefined,
        progress: undefined,
      };
    case "COMPLETE": {
      // Resolving them is dear, and an idle cluster's do not change.
      const wanted = operationId !== undefined || cluster.apiAddress === null;
      const whole = wanted
        ? await findClusterStack(context, cluster, { resolveOutputs: true })
        : undefined;
      return { reason: stack.statusReason, outputs: whole?.outputs, progress: undefined };
    }
  }
}
