import { z } from "zod";

/**
 * Every status that a client may meet. The last five are only ever copied from the
 * infrastructure, when an operator acts on a stack by hand.
 *
 * @upstream magnum/objects/fields.py `ClusterStatus`
 */
export const CLUSTER_STATUSES = [
  "CREATE_IN_PROGRESS",
  "CREATE_FAILED",
  "CREATE_COMPLETE",
  "UPDATE_IN_PROGRESS",
  "UPDATE_FAILED",
  "UPDATE_COMPLETE",
  "DELETE_IN_PROGRESS",
  "DELETE_FAILED",
  "DELETE_COMPLETE",
  "ROLLBACK_IN_PROGRESS",
  "ROLLBACK_FAILED",
  "ROLLBACK_COMPLETE",
  "RESUME_COMPLETE",
  "RESUME_FAILED",
  "RESTORE_COMPLETE",
  "SNAPSHOT_COMPLETE",
  "CHECK_COMPLETE",
  "ADOPT_COMPLETE",
] as const;
export type ClusterStatus = (typeof CLUSTER_STATUSES)[number];
export const clusterStatusSchema = z.enum(CLUSTER_STATUSES);

export type ClusterAction =
  ClusterStatus extends `${infer Action}_${"COMPLETE" | "FAILED" | "IN_PROGRESS"}` ? Action : never;
export type ClusterPhase = "IN_PROGRESS" | "COMPLETE" | "FAILED";

const PHASES = ["IN_PROGRESS", "COMPLETE", "FAILED"] as const;

export function phaseOf(status: ClusterStatus): ClusterPhase {
  return PHASES.find((phase) => status.endsWith(phase)) ?? "COMPLETE";
}
export function actionOf(status: ClusterStatus): string {
  return status.slice(0, -phaseOf(status).length - 1);
}

/** The status of an action's end, or undefined where the pair does not exist. */
export function statusOf(action: string, phase: ClusterPhase): ClusterStatus | undefined {
  const status = `${action}_${phase}`;
  return CLUSTER_STATUSES.find((known) => known === status);
}

export function isStatus(text: string): text is ClusterStatus {
  return CLUSTER_STATUSES.some((known) => known === text);
}
