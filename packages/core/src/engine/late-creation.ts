import type { Operation } from "../operation/operation.ts";
import { nextStep } from "../operation/steps.ts";
import type { OperationRun, StepResult } from "./operation-run.ts";

/**
 * So long the infrastructure may have a request on its way after whoever sent it died or gave up: Heat
 * passes it on between its processes within a minute.
 */
const ON_ITS_WAY_MS = 60_000;
const LOOK_EVERY_MS = 5000;

/**
 * Whether what is to be deleted and is nowhere to be found may still turn up, because the operation
 * that asked for it was cut off before it heard an answer. The deletion then looks again.
 *
 * @param nodeGroup - The group with infrastructure of its own; null for the cluster's.
 */
export async function lookForLateCreation<Services>(
  run: OperationRun<Services>,
  nodeGroup: string | null,
): Promise<StepResult | undefined> {
  const { parts, cluster } = run;
  const since = parts.clock.now().getTime() - ON_ITS_WAY_MS;
  const isLate = (await parts.store.operations.ofCluster(cluster.uuid)).some(
    (one) =>
      one.finishedAt !== null &&
      one.finishedAt.getTime() > since &&
      one.input.nodeGroup === nodeGroup &&
      wasCutOff(one),
  );
  return isLate ? { kind: "again", afterMs: LOOK_EVERY_MS } : undefined;
}

/**
 * Cancelled, or out of time, after a claim whose try to ask may have got no answer: what was refused got
 * one, and the only claim of what waited for its turn asked nothing.
 */
function wasCutOff(operation: Operation): boolean {
  const { kind, finishedSteps, state, attempt, failures, error } = operation;
  if (kind !== "create" && kind !== "create-node-group") return false;
  if (nextStep(kind, finishedSteps, false) !== "infrastructure") return false;
  if (attempt <= 1 && failures === 0) return false;
  return state === "cancelled" || error?.code === "JRB_OPERATION_TIMED_OUT";
}
