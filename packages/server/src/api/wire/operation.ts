import { type Operation, OPERATION_KINDS, OPERATION_STATES, STEP_NAMES } from "@jeroboam/core";
import { z } from "zod";
import { dateTime, pageAnswer } from "./answer-attribute.ts";
import { timestamp } from "./timestamp.ts";

/** One accepted change of a cluster. */
export const operationAnswer = z.object({
  uuid: z.guid(),
  sequence: z.int(),
  cluster_uuid: z.guid(),
  kind: z.enum(OPERATION_KINDS),
  state: z.enum(OPERATION_STATES),
  finished_steps: z.array(z.enum(STEP_NAMES)),
  attempt: z.int(),
  cancel_requested: z.boolean(),
  /** The node group that it is about; null where it is about the default ones. */
  nodegroup: z.guid().nullable(),
  /** The cluster template that an upgrade leads to. */
  cluster_template: z.guid().nullable(),
  requested_by: z.string(),
  /** The operation that it does again. */
  retry_of: z.guid().nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  created_at: dateTime,
  /** Null while it waits for the operations before it. */
  deadline_at: dateTime.nullable(),
  finished_at: dateTime.nullable(),
});

export const operationListAnswer = pageAnswer("operations", operationAnswer);

export function operationToWire(operation: Operation): z.input<typeof operationAnswer> {
  return {
    uuid: operation.uuid,
    sequence: operation.sequence,
    cluster_uuid: operation.clusterUuid,
    kind: operation.kind,
    state: operation.state,
    finished_steps: operation.finishedSteps,
    attempt: operation.attempt,
    cancel_requested: operation.cancelRequested,
    nodegroup: operation.input.nodeGroup,
    cluster_template: operation.input.targetTemplate,
    requested_by: operation.requestedBy,
    retry_of: operation.input.retryOf,
    error: operation.error,
    created_at: timestamp(operation.createdAt),
    deadline_at: timestamp(operation.deadlineAt),
    finished_at: timestamp(operation.finishedAt),
  };
}
