import { isMaster, type NodeGroup } from "../cluster/node-group.ts";
import { type ClusterPhase, type ClusterStatus, phaseOf, statusOf } from "./status.ts";

export interface Aggregate {
  readonly status: ClusterStatus;
  readonly reason: string | null;
}
type GroupState = Pick<NodeGroup, "name" | "role" | "isDefault" | "status" | "statusReason">;

/** What is still moving outweighs what failed, which outweighs what is done. */
const WEIGHT: readonly ClusterPhase[] = ["IN_PROGRESS", "FAILED", "COMPLETE"];

/**
 * The status of a cluster out of those of its node groups.
 *
 * Default groups speak for themselves: the weightiest status wins, the masters' when equal. As soon
 * as there are other groups, the cluster is being updated, or deleted when its default group is.
 *
 * @upstream magnum/drivers/heat/driver.py `HeatDriver.update_cluster_status`
 * @differs with default groups alone upstream reads only the masters' status
 */
export function aggregate(
  groups: readonly GroupState[],
  previous: ClusterStatus,
): Aggregate | undefined {
  const mastersFirst = groups.toSorted((a, b) => Number(isMaster(b)) - Number(isMaster(a)));
  const leader = mastersFirst.find((group) => group.isDefault) ?? mastersFirst[0];
  if (!leader) return undefined;
  const phase = WEIGHT.find((candidate) =>
    groups.some((group) => phaseOf(group.status) === candidate),
  );
  if (!phase) return undefined;
  const deciding = mastersFirst.find((group) => phaseOf(group.status) === phase) ?? leader;
  if (groups.every((group) => group.isDefault))
    return { status: deciding.status, reason: deciding.statusReason };

  const action = leader.status.startsWith("DELETE") ? "DELETE" : "UPDATE";
  const creating = previous === "CREATE_COMPLETE" || previous === "CREATE_IN_PROGRESS";
  const stillCreating =
    creating && groups.every((group) => group.status.startsWith("CREATE")) ? "CREATE" : action;
  return {
    status: statusOf(stillCreating, phase) ?? deciding.status,
    reason: phase === "FAILED" ? failureReason(groups) : deciding.statusReason,
  };
}

function failureReason(groups: readonly GroupState[]): string {
  return groups
    .filter((group) => phaseOf(group.status) === "FAILED")
    .map((group) => `${group.name} failed`)
    .join(", ");
}
