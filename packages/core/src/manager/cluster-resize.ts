import type { Requester } from "../cloud/cloud.ts";
import { isMaster, type NodeGroup } from "../cluster/node-group.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import { requestedCluster } from "../state/requested-cluster.ts";
import { phaseOf } from "../state/status.ts";
import { transition } from "../state/transition.ts";
import { acceptChange } from "./accept-operation.ts";
import { requireDriver } from "./cluster-driver.ts";
import { ownGroup, requireGroup } from "./named-group.ts";
import { notAllowed, notOffered } from "./refusals.ts";
import { requireVersion } from "./require-version.ts";
import { requireNodeCount } from "./cluster-admission.ts";
import type { ChangeOptions, ResizeRequest } from "./change-requests.ts";
import type { AcceptedChange } from "./cluster-manager.ts";
import type { ManagerParts } from "./manager-parts.ts";
import type { RecordOutcome } from "./once.ts";
import { visibleCluster } from "./visible.ts";

const DOING = { update: "Updating", resize: "Resizing" } as const;

/** Stores another number of nodes of one group and the operation that brings it about. */
export async function changeNodeCount<Services>(
  parts: ManagerParts<Services>,
  requester: Requester,
  kind: keyof typeof DOING,
  identifier: string,
  request: ResizeRequest,
  options?: ChangeOptions,
  record: RecordOutcome = async () => undefined,
): Promise<AcceptedChange> {
  const change = await parts.store.transaction(async (rows): Promise<AcceptedChange> => {
    const cluster = await visibleCluster(rows, requester, identifier);
    requireVersion(cluster, options);
    const group = requireGroup(cluster, request.nodeGroup);
    const { driver } = await requireDriver(parts, rows, cluster);
    if (!driver.resize || (isMaster(group) && driver.resize.masters === "fixed"))
      throw new JeroboamError(
        "JRB_NOT_SUPPORTED_BY_DRIVER",
        `Resizing the ${group.role} nodegroup is not supported by this driver.`,
        { details: { capability: "resize", role: group.role, driver: driver.name } },
      );
    const nodeGroup = ownGroup(group);
    if (nodeGroup !== null && !driver.nodeGroups)
      throw notOffered(driver, "nodeGroups", `Driver ${driver.name} makes no node groups.`);
    if (!isMaster(group) && group.isDefault) requireNodeCount(driver, request.nodeCount);
    requireWithinRange(group, request.nodeCount);
    const nodesToRemove = [...(request.nodesToRemove ?? [])];
    const nodeCounts = { [group.uuid]: request.nodeCount };
    const next = requestedCluster(cluster, { kind, nodeCounts, nodeGroup });
    if (!next) throw notAllowed(DOING[kind], cluster);
    if (nodeGroup !== null && isRefused(group)) throw notAllowed(DOING[kind], group, "nodegroup");
    const open = await rows.operations.openOf(cluster.uuid);
    const asWished = group.nodeCount === request.nodeCount && nodesToRemove.length === 0;
    const failed = [cluster.status, group.status].some((status) => phaseOf(status) === "FAILED");
    const resizing = open.findLast(({ input }) => group.uuid in input.nodeCounts);
    if (asWished && !failed) {
      await record(rows, resizing?.uuid ?? cluster.uuid);
      return { cluster, operation: resizing ?? null };
    }
    const accepted = await acceptChange(rows, {
      before: cluster,
      next,
      kind,
      requester,
      now: parts.clock.now(),
      input: {
        nodeCounts,
        nodeGroup,
        nodesToRemove,
        rollback: request.rollback ?? false,
        // Behind another one the count is a wish; the true one is known when this one begins.
        formerNodeCounts: resizing ? {} : { [group.uuid]: group.nodeCount },
      },
    });
    await record(rows, accepted.operation.uuid);
    return accepted;
  });
  parts.wakeUp.notify();
  return change;
}

function isRefused(group: NodeGroup): boolean {
  return transition(group.status, { kind: "requested", operation: "resize" }).kind === "rejected";
}

function requireWithinRange(group: NodeGroup, nodeCount: number): void {
  const { minNodeCount, maxNodeCount } = group;
  if (nodeCount >= minNodeCount && nodeCount <= (maxNodeCount || Number.POSITIVE_INFINITY)) return;
  throw new JeroboamError(
    "JRB_NODE_COUNT_OUT_OF_RANGE",
    `Resizing ${group.name} outside the allowed range: min_node_count = ${minNodeCount}, max_node_count = ${maxNodeCount ?? "None"}`,
    { details: { nodeGroup: group.name, minNodeCount, maxNodeCount, nodeCount } },
  );
}
