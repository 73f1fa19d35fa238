import type { OperationKind } from "../operation/operation.ts";
import { type ClusterStatus, phaseOf, statusOf, actionOf } from "./status.ts";

/** What can happen to a cluster, or to a node group, as far as its status goes. */
export type StatusEvent =
  | { readonly kind: "requested"; readonly operation: OperationKind }
  /** What failed is to be done again. */
  | { readonly kind: "retried"; readonly operation: OperationKind }
  /** A step failed for good before the infrastructure took over. */
  | { readonly kind: "refused" }
  | { readonly kind: "timedOut" }
  | { readonly kind: "observed"; readonly status: ClusterStatus }
  /** The infrastructure is not there. */
  | { readonly kind: "absent" };

export type Transition =
  | { readonly kind: "moved"; readonly status: ClusterStatus }
  | { readonly kind: "unchanged" }
  | { readonly kind: "rejected" };

/** Statuses that an operator's own action on the stack leaves behind. */
const BY_HAND = [
  "RESUME_COMPLETE",
  "RESUME_FAILED",
  "RESTORE_COMPLETE",
  "SNAPSHOT_COMPLETE",
  "CHECK_COMPLETE",
  "ADOPT_COMPLETE",
] as const satisfies readonly ClusterStatus[];

/** The statuses of an idle and healthy cluster. */
const UPDATABLE = [
  "CREATE_COMPLETE",
  "UPDATE_COMPLETE",
  "ROLLBACK_COMPLETE",
  "RESUME_COMPLETE",
  "RESTORE_COMPLETE",
  "SNAPSHOT_COMPLETE",
  "CHECK_COMPLETE",
  "ADOPT_COMPLETE",
] as const satisfies readonly ClusterStatus[];

/**
 * Where each request is allowed; `create` makes the row, so it has no former status.
 *
 * @upstream magnum/conductor/handlers/cluster_conductor.py `cluster_update`
 */
const ALLOWED_FROM: Readonly<Record<OperationKind, ReadonlySet<ClusterStatus>>> = {
  create: new Set(),
  update: new Set(UPDATABLE),
  resize: new Set([...UPDATABLE, "UPDATE_FAILED", "UPDATE_IN_PROGRESS"]),
  upgrade: new Set(UPDATABLE),
  "rotate-ca": new Set(UPDATABLE),
  "retire-ca": new Set(UPDATABLE),
  "rotate-credential": new Set([...UPDATABLE, "UPDATE_FAILED", "UPDATE_IN_PROGRESS"]),
  "create-node-group": new Set([...UPDATABLE, "UPDATE_FAILED", "UPDATE_IN_PROGRESS"]),
  "delete-node-group": new Set([...UPDATABLE, "UPDATE_FAILED", "UPDATE_IN_PROGRESS"]),
  delete: new Set([
    ...UPDATABLE,
    "CREATE_IN_PROGRESS",
    "CREATE_FAILED",
    "UPDATE_IN_PROGRESS",
    "UPDATE_FAILED",
    "ROLLBACK_IN_PROGRESS",
    "ROLLBACK_FAILED",
    "RESUME_FAILED",
    "DELETE_IN_PROGRESS",
    "DELETE_FAILED",
    // The infrastructure is gone, but what else belongs to the cluster could not be released.
    "DELETE_COMPLETE",
  ]),
};

const REQUESTED: Readonly<Record<OperationKind, ClusterStatus>> = {
  create: "CREATE_IN_PROGRESS",
  update: "UPDATE_IN_PROGRESS",
  resize: "UPDATE_IN_PROGRESS",
  upgrade: "UPDATE_IN_PROGRESS",
  "rotate-ca": "UPDATE_IN_PROGRESS",
  "retire-ca": "UPDATE_IN_PROGRESS",
  "rotate-credential": "UPDATE_IN_PROGRESS",
  "create-node-group": "UPDATE_IN_PROGRESS",
  "delete-node-group": "UPDATE_IN_PROGRESS",
  delete: "DELETE_IN_PROGRESS",
};

const ROLLBACK = ["ROLLBACK_IN_PROGRESS", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED"] as const;
const UPDATE_ENDS = ["UPDATE_COMPLETE", "UPDATE_FAILED"] as const;

/**
 * Which observed statuses are copied while something is under way. Anything else is a view from
 * before the request reached the infrastructure.
 *
 * @upstream magnum/drivers/heat/driver.py `HeatPoller.poll_and_check`
 */
const COPIED_WHILE: Readonly<Partial<Record<ClusterStatus, ReadonlySet<ClusterStatus>>>> = {
  CREATE_IN_PROGRESS: new Set<ClusterStatus>([
    "CREATE_COMPLETE",
    "CREATE_FAILED",
    ...UPDATE_ENDS,
    ...ROLLBACK,
    ...BY_HAND,
  ]),
  UPDATE_IN_PROGRESS: new Set<ClusterStatus>([...UPDATE_ENDS, ...ROLLBACK, ...BY_HAND]),
  ROLLBACK_IN_PROGRESS: new Set<ClusterStatus>([
    "ROLLBACK_COMPLETE",
    "ROLLBACK_FAILED",
    ...UPDATE_ENDS,
    ...BY_HAND,
  ]),
  DELETE_IN_PROGRESS: new Set<ClusterStatus>(["DELETE_COMPLETE", "DELETE_FAILED"]),
};

/**
 * What an idle and healthy cluster takes over when somebody changes its infrastructure by hand: how
 * that ended, not that it is under way. What failed stays as it failed until somebody asks for more.
 *
 * @differs upstream never looks at an idle cluster
 */
const COPIED_WHEN_IDLE: ReadonlySet<ClusterStatus> = new Set<ClusterStatus>([
  ...UPDATE_ENDS,
  "ROLLBACK_COMPLETE",
  "ROLLBACK_FAILED",
  ...BY_HAND,
]);

/** The one place that says what a status becomes. `undefined` stands for "no row yet". */
export function transition(status: ClusterStatus | undefined, event: StatusEvent): Transition {
  switch (event.kind) {
    case "requested":
      return requested(status, event.operation);
    case "retried":
      if (status === undefined || !hasFailed(status)) return { kind: "rejected" };
      return moved(status, REQUESTED[event.operation]);
    case "refused":
    case "timedOut":
      if (status === "DELETE_COMPLETE") return moved(status, "DELETE_FAILED");
      return inProgress(status) ? moved(status, failed(status)) : { kind: "unchanged" };
    case "absent":
      if (isIdleAndHealthy(status)) return moved(status, "UPDATE_FAILED");
      if (!inProgress(status)) return { kind: "unchanged" };
      return moved(status, status === "DELETE_IN_PROGRESS" ? "DELETE_COMPLETE" : failed(status));
    case "observed":
      return observed(status, event.status);
  }
}

function observed(status: ClusterStatus | undefined, seen: ClusterStatus): Transition {
  if (status === undefined) return { kind: "unchanged" };
  if (isIdleAndHealthy(status)) {
    // Nobody asked for it here, and yet the infrastructure is no longer whole.
    if (seen === "DELETE_FAILED" || seen === "DELETE_COMPLETE")
      return moved(status, "UPDATE_FAILED");
    return COPIED_WHEN_IDLE.has(seen) ? moved(status, seen) : { kind: "unchanged" };
  }
  return COPIED_WHILE[status]?.has(seen) ? moved(status, seen) : { kind: "unchanged" };
}

/** A rollback that went well belongs to a change that did not. */
export function hasFailed(status: ClusterStatus): boolean {
  return phaseOf(status) === "FAILED" || status === "ROLLBACK_COMPLETE";
}

function requested(status: ClusterStatus | undefined, operation: OperationKind): Transition {
  const allowed =
    operation === "create"
      ? status === undefined
      : status !== undefined && ALLOWED_FROM[operation].has(status);
  return allowed ? moved(status, REQUESTED[operation]) : { kind: "rejected" };
}

function isIdleAndHealthy(status: ClusterStatus | undefined): boolean {
  return UPDATABLE.some((one) => one === status);
}

function inProgress(status: ClusterStatus | undefined): status is ClusterStatus {
  return status !== undefined && phaseOf(status) === "IN_PROGRESS";
}

function failed(status: ClusterStatus): ClusterStatus {
  return statusOf(actionOf(status), "FAILED") ?? "UPDATE_FAILED";
}

function moved(from: ClusterStatus | undefined, to: ClusterStatus): Transition {
  return from === to ? { kind: "unchanged" } : { kind: "moved", status: to };
}
