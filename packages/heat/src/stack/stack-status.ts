import { type ClusterPhase, type ClusterStatus, isStatus, statusOf } from "@jeroboam/core";

const PHASES = ["IN_PROGRESS", "COMPLETE", "FAILED"] as const satisfies readonly ClusterPhase[];

/** The status of a node group whose stack Heat describes so. A stack that was only announced is being made. */
export function nodeGroupStatus(stackStatus: string): ClusterStatus {
  if (isStatus(stackStatus)) return stackStatus;
  if (stackStatus.startsWith("INIT_")) return "CREATE_IN_PROGRESS";
  const phase = PHASES.find((known) => stackStatus.endsWith(known)) ?? "IN_PROGRESS";
  return statusOf("UPDATE", phase) ?? "UPDATE_IN_PROGRESS";
}
