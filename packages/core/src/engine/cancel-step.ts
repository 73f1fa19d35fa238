import { messageOf, isRetryable } from "../errors/jeroboam-error.ts";
import { subjectOf } from "../events/status-events.ts";
import type { CancelFacet } from "../driver/facets.ts";
import type { Operation } from "../operation/operation.ts";
import { mayHaveBegun } from "../operation/steps.ts";
import { actionOf } from "../state/status.ts";
import { recordFormer } from "./begin-change.ts";
import { commit, connect, groupsOf, type OperationRun, type StepResult } from "./operation-run.ts";

/** Whether it is cancelled because what it is about is being deleted, which ends it as it stands. */
export function isOvertaken<Services>(run: OperationRun<Services>): boolean {
  const { cancelRequested } = run.operation;
  return cancelRequested && groupsOf(run).every(({ status }) => actionOf(status) === "DELETE");
}

/** Stops what the infrastructure may have begun; what it never took ends here. */
export async function cancelStep<Services>(run: OperationRun<Services>): Promise<StepResult> {
  const { operation, driver } = run;
  if (mayHaveBegun(operation)) {
    if (!driver.cancel) return goOn(run, `driver ${driver.name} does not offer it`);
    try {
      if ((await askDriver(run, driver.cancel)) === "stopped") return { kind: "done" };
    } catch (error) {
      if (isRetryable(error) || run.signal.aborted) throw error;
      return goOn(run, messageOf(error));
    }
  }
  await recordFormer(run);
  return { kind: "cancelled", reason: cancelledReason(operation) };
}

async function askDriver<Services>(run: OperationRun<Services>, facet: CancelFacet<Services>) {
  const { cluster, template, operation } = run;
  const { nodeGroup } = operation.input;
  const { context } = await connect(run);
  return facet.cancelOperation(context, {
    operationId: operation.uuid,
    cluster,
    template,
    nodeGroup: cluster.nodeGroups.find(({ uuid }) => uuid === nodeGroup),
  });
}

/** It came too late, or nobody can do it: the operation takes its course. */
async function goOn<Services>(run: OperationRun<Services>, why: string): Promise<StepResult> {
  const { operation, cluster, parts } = run;
  await commit(run, { operation: { cancelRequested: false } }, async (rows) => {
    await rows.events.append({
      type: "operation.retry",
      ...subjectOf(cluster, operation.uuid, parts.clock.now()),
      operation: operation.kind,
      reason: `The ${operation.kind} operation could not be cancelled and goes on: ${why}`,
    });
  });
  return { kind: "again", afterMs: 0 };
}

function cancelledReason({ kind }: Operation): string {
  return `The ${kind} operation was cancelled before the infrastructure took it.`;
}
