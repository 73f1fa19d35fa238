import { z } from "zod";
import { AUTHORITY_KINDS } from "../certificates/authority-kind.ts";
import { WARNING_DAYS } from "../certificates/authority-expiry.ts";
import { HEALTH_STATUSES, progressSchema } from "../cluster/cluster.ts";
import { OPERATION_KINDS, STEP_NAMES } from "../operation/operation.ts";
import { clusterStatusSchema } from "../state/status.ts";

const subject = {
  /** Grows by at least one with every event of a store; resume a watch after it. */
  sequence: z.int(),
  at: z.date(),
  clusterUuid: z.uuid(),
  clusterName: z.string(),
  projectId: z.string(),
  /** The operation that caused it; null when the infrastructure changed by itself. */
  operationId: z.uuid().nullable(),
};

/** What happened to a cluster; appended in the transaction that made it happen, never changed. */
export const clusterEventSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("operation.accepted"),
    ...subject,
    operation: z.enum(OPERATION_KINDS),
    requestedBy: z.string(),
  }),
  z.strictObject({
    type: z.literal("operation.step"),
    ...subject,
    operation: z.enum(OPERATION_KINDS),
    step: z.enum(STEP_NAMES),
  }),
  z.strictObject({
    type: z.literal("operation.retry"),
    ...subject,
    operation: z.enum(OPERATION_KINDS),
    reason: z.string(),
  }),
  z.strictObject({
    type: z.literal("operation.cancelling"),
    ...subject,
    operation: z.enum(OPERATION_KINDS),
    requestedBy: z.string(),
  }),
  z.strictObject({
    type: z.literal("operation.finished"),
    ...subject,
    operation: z.enum(OPERATION_KINDS),
    outcome: z.enum(["succeeded", "failed", "cancelled"]),
    reason: z.string().nullable(),
  }),
  z.strictObject({
    type: z.literal("cluster.status"),
    ...subject,
    status: clusterStatusSchema,
    reason: z.string().nullable(),
  }),
  z.strictObject({ type: z.literal("cluster.progress"), ...subject, progress: progressSchema }),
  z.strictObject({
    type: z.literal("cluster.health"),
    ...subject,
    healthStatus: z.enum(HEALTH_STATUSES).nullable(),
    reason: z.record(z.string(), z.string()).nullable(),
  }),
  z.strictObject({
    type: z.literal("certificate.expiring"),
    ...subject,
    authority: z.enum(AUTHORITY_KINDS),
    /** It ends within so many days. */
    days: z.literal(WARNING_DAYS),
    endsAt: z.iso.datetime(),
  }),
  z.strictObject({ type: z.literal("cluster.removed"), ...subject }),
]);
export type ClusterEvent = Readonly<z.output<typeof clusterEventSchema>>;

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** An event before the store numbers it. */
export type NewClusterEvent = DistributiveOmit<ClusterEvent, "sequence">;
