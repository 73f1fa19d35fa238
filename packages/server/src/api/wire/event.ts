import {
  type ClusterEvent,
  AUTHORITY_KINDS,
  CLUSTER_STATUSES,
  HEALTH_STATUSES,
  OPERATION_KINDS,
  STEP_NAMES,
  WARNING_DAYS,
} from "@jeroboam/core";
import { z } from "zod";
import { dateTime, pageAnswer, textOrNull } from "./answer-attribute.ts";
import { timestamp } from "./timestamp.ts";

const subject = {
  /** Grows with every event; a list goes on `after` it. */
  sequence: z.int(),
  at: dateTime,
  cluster_uuid: z.guid(),
  cluster_name: z.string(),
  /** Uuid of the operation that caused it; null when the infrastructure changed by itself. */
  operation: z.guid().nullable(),
};
const kind = z.enum(OPERATION_KINDS);

/** Something that happened to a cluster. */
export const eventAnswer = z.discriminatedUnion("type", [
  z.object({ type: z.literal("operation.accepted"), ...subject, kind, requested_by: z.string() }),
  z.object({ type: z.literal("operation.step"), ...subject, kind, step: z.enum(STEP_NAMES) }),
  z.object({ type: z.literal("operation.retry"), ...subject, kind, reason: z.string() }),
  z.object({ type: z.literal("operation.cancelling"), ...subject, kind, requested_by: z.string() }),
  z.object({
    type: z.literal("operation.finished"),
    ...subject,
    kind,
    outcome: z.enum(["succeeded", "failed", "cancelled"]),
    reason: textOrNull,
  }),
  z.object({
    type: z.literal("cluster.status"),
    ...subject,
    status: z.enum(CLUSTER_STATUSES),
    reason: textOrNull,
  }),
  z.object({
    type: z.literal("cluster.progress"),
    ...subject,
    progress: z.object({ done: z.int(), total: z.int() }),
  }),
  z.object({
    type: z.literal("cluster.health"),
    ...subject,
    health_status: z.enum(HEALTH_STATUSES).nullable(),
    reason: z.record(z.string(), z.string()).nullable(),
  }),
  z.object({
    type: z.literal("certificate.expiring"),
    ...subject,
    ca_cert_type: z.enum(AUTHORITY_KINDS),
    /** It ends within so many days. */
    days: z.literal(WARNING_DAYS),
    ends_at: dateTime,
  }),
  z.object({ type: z.literal("cluster.removed"), ...subject }),
]);

export const eventListAnswer = pageAnswer("events", eventAnswer);

export function eventToWire(event: ClusterEvent): z.input<typeof eventAnswer> {
  const about = {
    sequence: event.sequence,
    at: timestamp(event.at),
    cluster_uuid: event.clusterUuid,
    cluster_name: event.clusterName,
    operation: event.operationId,
  };
  switch (event.type) {
    case "operation.accepted":
    case "operation.cancelling": {
      const { type, operation, requestedBy } = event;
      return { type, ...about, kind: operation, requested_by: requestedBy };
    }
    case "operation.step":
      return { type: event.type, ...about, kind: event.operation, step: event.step };
    case "operation.retry":
      return { type: event.type, ...about, kind: event.operation, reason: event.reason };
    case "operation.finished": {
      const { type, operation, outcome, reason } = event;
      return { type, ...about, kind: operation, outcome, reason };
    }
    case "cluster.status":
      return { type: event.type, ...about, status: event.status, reason: event.reason };
    case "cluster.progress":
      return { type: event.type, ...about, progress: event.progress };
    case "cluster.health": {
      const { type, healthStatus, reason } = event;
      return { type, ...about, health_status: healthStatus, reason };
    }
    case "certificate.expiring": {
      const { type, authority, days, endsAt } = event;
      const ends = timestamp(new Date(endsAt));
      return { type, ...about, ca_cert_type: authority, days, ends_at: ends };
    }
    case "cluster.removed":
      return { type: event.type, ...about };
  }
}
