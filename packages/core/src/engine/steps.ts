import { participants } from "../state/participants.ts";
import { requestedCluster } from "../state/requested-cluster.ts";
import { phaseOf } from "../state/status.ts";
import { hasFailed } from "../state/transition.ts";
import type { Cluster } from "../cluster/cluster.ts";
import type { NodeGroup } from "../cluster/node-group.ts";
import type { StepName } from "../operation/operation.ts";
import { beginChange } from "./begin-change.ts";
import { cancelStep } from "./cancel-step.ts";
import { certificates } from "./certificates-step.ts";
import { credentials } from "./credentials-step.ts";
import { INFRASTRUCTURE_REQUESTS, type TakenRequest } from "./infrastructure-requests.ts";
import { lookForLateCreation } from "./late-creation.ts";
import { nodeGroupsGone, requestNodeGroupsGone } from "./node-groups-steps.ts";
import {
  changedTo,
  commitChanged,
  firstLook,
  lookAgain,
  lookAt,
  nothingWasMade,
} from "./observation.ts";
import { release } from "./release-step.ts";
import {
  connect,
  groupsOf,
  type OperationRun,
  type StepResult,
  subjectOfRun,
} from "./operation-run.ts";

type Step = <Services>(run: OperationRun<Services>) => Promise<StepResult>;

const DONE = { kind: "done" } as const satisfies StepResult;

/** What each step does. Any of them may run again and must come to the same result. */
export const STEP_RUNNERS: Readonly<Record<StepName, Step>> = {
  credentials,
  certificates,
  "node-groups": requestNodeGroupsGone,
  "node-groups-gone": nodeGroupsGone,
  infrastructure,
  cancel: cancelStep,
  converge,
  release,
};

async function infrastructure<Services>(run: OperationRun<Services>): Promise<StepResult> {
  const { kind, uuid: operationId } = run.operation;
  if (await nothingWasMade(run)) return DONE;
  if (kind !== "create" && kind !== "delete") {
    const refusal = await beginChange(run);
    if (refusal) return refusal;
  }
  const { context } = await connect(run);
  const snapshot = { operationId, cluster: run.cluster, template: run.template };
  const taken = await INFRASTRUCTURE_REQUESTS[kind](run, context, snapshot);
  // What is being deleted keeps its name until it is gone.
  if (kind === "delete" || kind === "delete-node-group") {
    const isFound = taken.backingRef !== null;
    return (!isFound && (await lookForLateCreation(run, run.operation.input.nodeGroup))) || DONE;
  }
  const done = { ...DONE, ...changedTo(run, withTaken(run, taken)) };
  return kind === "create" ? { ...done, ...firstLook(run) } : done;
}

/** The cluster after the infrastructure took the request: where it is found, and what an upgrade changes. */
function withTaken<Services>(
  run: OperationRun<Services>,
  { backingRef, labels }: TakenRequest,
): Cluster {
  const { cluster, operation } = run;
  const { nodeGroup } = operation.input;
  const isWhole = nodeGroup === null;
  // Groups with infrastructure of their own stay where they are, also where all nodes take part.
  const isThere = (group: NodeGroup) => (isWhole ? group.isDefault : group.uuid === nodeGroup);
  const relabelled = labels === undefined ? {} : { labels };
  return {
    ...cluster,
    ...(isWhole ? { backingRef, ...relabelled } : {}),
    ...(isWhole && operation.input.targetTemplate !== null
      ? { clusterTemplateId: operation.input.targetTemplate }
      : {}),
    nodeGroups: cluster.nodeGroups.map((group) =>
      isThere(group) ? { ...group, backingRef, ...relabelled } : group,
    ),
  };
}

async function converge<Services>(run: OperationRun<Services>): Promise<StepResult> {
  const seen = await lookAt(run);
  // Groups that a later operation is about do not keep this one waiting.
  const statuses = participants(seen, subjectOfRun(run)).map(({ status }) => status);
  const waits = statuses.some((status) => phaseOf(status) === "IN_PROGRESS");
  const failed = statuses.some(hasFailed);
  // A cluster that shows its end takes new requests, so this one must not be left open behind it.
  if (!waits && !failed) return { ...DONE, ...changedTo(run, await withLaterRequests(run, seen)) };
  if (waits) return lookAgain(run, seen);
  await commitChanged(run, seen);
  return infrastructureFailed(run);
}

/** What is done here is not done for those who look on while more was asked for and waits. */
async function withLaterRequests<Services>(
  { parts, operation }: OperationRun<Services>,
  cluster: Cluster,
): Promise<Cluster> {
  const later = (await parts.store.operations.openOf(cluster.uuid)).filter(
    (one) => one.sequence > operation.sequence && !one.cancelRequested,
  );
  return later.reduce(
    (shown, { kind, input }) =>
      requestedCluster(
        shown,
        { kind, nodeGroup: input.nodeGroup, nodeCounts: input.nodeCounts },
        kind === "delete" ? kind : "resize",
      ) ?? shown,
    cluster,
  );
}

function infrastructureFailed<Services>(run: OperationRun<Services>): StepResult {
  const [group] = groupsOf(run);
  const own = run.operation.input.nodeGroup === null ? undefined : group?.statusReason;
  return {
    kind: "failed",
    error: {
      code: "JRB_INFRASTRUCTURE_FAILED",
      message: own ?? run.cluster.statusReason ?? run.cluster.status,
    },
  };
}
