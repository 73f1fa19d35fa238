import { z } from "zod";
import { formerStateSchema } from "../state/former-state.ts";

export const OPERATION_KINDS = [
  "create",
  "update",
  "resize",
  "upgrade",
  "rotate-ca",
  "retire-ca",
  "rotate-credential",
  "create-node-group",
  "delete-node-group",
  "delete",
] as const;
export type OperationKind = (typeof OPERATION_KINDS)[number];

export const OPERATION_STATES = ["queued", "running", "succeeded", "failed", "cancelled"] as const;
export type OperationState = (typeof OPERATION_STATES)[number];

/** The parts of an operation, in the order of any operation that has them. */
export const STEP_NAMES = [
  "credentials",
  "certificates",
  "node-groups",
  "node-groups-gone",
  "infrastructure",
  "cancel",
  "converge",
  "release",
] as const;
export type StepName = (typeof STEP_NAMES)[number];

/**
 * One accepted change of one cluster: a row that is written with the change, claimed by
 * compare-and-swap, and kept until it is terminal.
 */
export const operationSchema = z.strictObject({
  uuid: z.uuid(),
  /** Every write compares it, so that a conductor that lost its claim writes nothing. */
  version: z.int(),
  /** Order of acceptance; operations of one cluster run in it. */
  sequence: z.int(),
  clusterUuid: z.uuid(),
  projectId: z.string(),
  requestedBy: z.string(),
  kind: z.enum(OPERATION_KINDS),
  state: z.enum(OPERATION_STATES),
  finishedSteps: z.array(z.enum(STEP_NAMES)),
  /** Set when it is cancelled or a delete overtakes it: whoever runs it, or claims it next, ends it. */
  cancelRequested: z.boolean(),
  input: z.strictObject({
    /** Node count that each resized group shall have, by uuid. */
    nodeCounts: z.record(z.string(), z.int()),
    nodesToRemove: z.array(z.string()),
    /** Some of these may be gone, because an earlier try took them away. */
    nodesMayBeGone: z.boolean(),
    rollback: z.boolean(),
    /** The node group that the operation is about; null where it is about the default ones. */
    nodeGroup: z.uuid().nullable(),
    /** The node group that an upgrade named; the driver may tell workers from masters by it. */
    upgradedGroup: z.uuid().nullable(),
    /** The cluster template that an upgrade leads to. */
    targetTemplate: z.uuid().nullable(),
    /** How many nodes an upgrade takes at once. */
    maxBatchSize: z.int().min(1).nullable(),
    /** Node count of each resized group before the change, by uuid; put back when the change is refused. */
    formerNodeCounts: z.record(z.string(), z.int()),
    /** What the cluster showed before the change; put back when it is cancelled in time. */
    former: formerStateSchema,
    /** The operation by which nodes took over what is to count alone from now on. */
    rotation: z.uuid().nullable(),
    /** The operation that this one does again. */
    retryOf: z.uuid().nullable(),
  }),
  /** How often it was claimed. */
  attempt: z.int(),
  /** Retryable failures in a row; sets the back-off. */
  failures: z.int(),
  leaseOwner: z.string().nullable(),
  leaseUntil: z.date().nullable(),
  /** Not claimed before. */
  notBefore: z.date(),
  /** How long it may take once it has begun. */
  timeoutMinutes: z.int(),
  /** Null while it waits for the operations before it. */
  deadlineAt: z.date().nullable(),
  error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
  createdAt: z.date(),
  finishedAt: z.date().nullable(),
});
export type Operation = Readonly<z.output<typeof operationSchema>>;

/** When an operation that begins now has to be at its end. */
export function deadlineFrom(operation: Pick<Operation, "timeoutMinutes">, now: Date): Date {
  return new Date(now.getTime() + operation.timeoutMinutes * 60_000);
}

const TERMINAL: ReadonlySet<OperationState> = new Set(["succeeded", "failed", "cancelled"]);

export function isTerminal(operation: Pick<Operation, "state">): boolean {
  return TERMINAL.has(operation.state);
}
