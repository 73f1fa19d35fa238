import { phaseOf } from "../state/status.ts";
import { lookForLateCreation } from "./late-creation.ts";
import { connect, type OperationRun, type StepResult } from "./operation-run.ts";
import { changedTo, commitChanged, lookAgain, lookAt, nothingWasMade } from "./observation.ts";

/** Before a cluster is deleted: asks that its other node groups go. */
export async function requestNodeGroupsGone<Services>(
  run: OperationRun<Services>,
): Promise<StepResult> {
  const { driver, template, operation } = run;
  if (!driver.nodeGroups || (await nothingWasMade(run))) return { kind: "done" };
  const { context } = await connect(run);
  const snapshot = { operationId: operation.uuid, cluster: run.cluster, template };
  let late: StepResult | undefined;
  for (const nodeGroup of run.cluster.nodeGroups.filter((group) => !group.isDefault)) {
    const request = { ...snapshot, nodeGroup };
    const { backingRef } = await driver.nodeGroups.deleteNodeGroup(context, request);
    if (backingRef === null) late ??= await lookForLateCreation(run, nodeGroup.uuid);
  }
  return late ?? { kind: "done" };
}

/** Looks until they are gone. */
export async function nodeGroupsGone<Services>(run: OperationRun<Services>): Promise<StepResult> {
  if (!run.driver.nodeGroups) return { kind: "done" };
  const seen = await lookAt(run);
  const others = seen.nodeGroups.filter((group) => !group.isDefault);
  const failed = others.find(({ status }) => phaseOf(status) === "FAILED");
  if (failed) {
    await commitChanged(run, seen);
    return {
      kind: "failed",
      error: {
        code: "JRB_INFRASTRUCTURE_FAILED",
        message: `Node group ${failed.name} could not be deleted: ${failed.statusReason ?? failed.status}`,
      },
    };
  }
  return others.every(({ status }) => status === "DELETE_COMPLETE")
    ? { kind: "done", ...changedTo(run, seen) }
    : lookAgain(run, seen);
}
