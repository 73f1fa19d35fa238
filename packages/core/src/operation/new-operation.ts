import { randomUUID } from "node:crypto";
import type { Cluster } from "../cluster/cluster.ts";
import { NOTHING_FORMER } from "../state/former-state.ts";
import type { Operation, OperationKind } from "./operation.ts";

/** The infrastructure gives up by itself after the cluster's timeout; this much later so do we. */
const MARGIN_MINUTES = 5;

/** An operation as its row begins, before the store numbers it. */
export function newOperation(
  kind: OperationKind,
  cluster: Cluster,
  requestedBy: string,
  now: Date,
  input: Partial<Operation["input"]> = {},
): Omit<Operation, "sequence"> {
  return {
    uuid: randomUUID(),
    version: 1,
    clusterUuid: cluster.uuid,
    projectId: cluster.projectId,
    requestedBy,
    kind,
    state: "queued",
    finishedSteps: [],
    cancelRequested: false,
    input: {
      nodeCounts: {},
      nodesToRemove: [],
      nodesMayBeGone: false,
      rollback: false,
      formerNodeCounts: {},
      nodeGroup: null,
      upgradedGroup: null,
      targetTemplate: null,
      maxBatchSize: null,
      former: NOTHING_FORMER,
      rotation: null,
      retryOf: null,
      ...input,
    },
    attempt: 0,
    failures: 0,
    leaseOwner: null,
    leaseUntil: null,
    notBefore: now,
    timeoutMinutes: cluster.createTimeoutMinutes + MARGIN_MINUTES,
    deadlineAt: null,
    error: null,
    createdAt: now,
    finishedAt: null,
  };
}
