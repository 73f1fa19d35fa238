import { phaseOf } from "../state/status.ts";
import { requestedCluster } from "../state/requested-cluster.ts";
import { reconcile } from "../state/reconcile.ts";
import { isRetryable, JeroboamError, messageOf } from "../errors/jeroboam-error.ts";
import type { ClusterObservation } from "../driver/contract.ts";
import type { StepName } from "../operation/operation.ts";
import { commit, connect, type OperationRun, type StepResult } from "./operation-run.ts";

type Step = <Services>(run: OperationRun<Services>) => Promise<StepResult>;

const DONE: StepResult = { kind: "done" };

/** What each step does. Any of them may run again and must come to the same result. */
export const STEP_RUNNERS: Readonly<Record<StepName, Step>> = {
  credentials,
  certificates,
  infrastructure,
  converge,
  release,
};

async function credentials<Services>(run: OperationRun<Services>): Promise<StepResult> {
  const { cloud, store } = run.parts;
  if (!cloud.credentials || (await store.credentials.find(run.cluster.uuid))) return DONE;
  if (!run.requester)
    throw new JeroboamError(
      "JRB_CREDENTIAL_LOST",
      `Cluster ${run.cluster.name} got no credential because the process that accepted it died; delete it and create it again.`,
    );
  const credential = await cloud.credentials
    .acquire(run.requester, run.cluster.uuid)
    .catch((cause: unknown) => {
      throw new JeroboamError(
        "JRB_CREDENTIALS_FAILED",
        `Failed to create trustee or trust for Cluster: ${run.cluster.uuid}. ${messageOf(cause)}`,
        { cause, details: { cluster: run.cluster.uuid } },
      );
    });
  try {
    await commit(run, {}, (rows) => rows.credentials.put(run.cluster.uuid, credential));
  } catch (error) {
    // Nobody will know of it any more. Where this fails too, the delete finds it by the cluster.
    await cloud.credentials.release(run.cluster, credential).catch(() => undefined);
    throw error;
  }
  return DONE;
}

async function certificates<Services>(run: OperationRun<Services>): Promise<StepResult> {
  await run.parts.certificates
    .createForCluster(run.cluster.uuid, run.cluster.name)
    .catch((cause: unknown) => {
      throw new JeroboamError(
        "JRB_CERTIFICATES_FAILED",
        `Failed to create certificates for Cluster: ${run.cluster.uuid}. ${messageOf(cause)}`,
        { cause, retryable: isRetryable(cause), details: { cluster: run.cluster.uuid } },
      );
    });
  return DONE;
}

async function infrastructure<Services>(run: OperationRun<Services>): Promise<StepResult> {
  if (await nothingWasMade(run)) return DONE;
  const { operation, template, driver } = run;
  const { context } = await connect(run);
  const snapshot = { operationId: operation.uuid, cluster: run.cluster, template };
  switch (operation.kind) {
    case "create": {
      const accepted = await driver.createCluster(context, {
        ...snapshot,
        timeoutMinutes: run.cluster.createTimeoutMinutes,
      });
      await recordBackingRef(run, accepted.backingRef);
      return DONE;
    }
    case "update":
    case "resize": {
      const refusal = await beginChange(run);
      if (refusal) return refusal;
      const accepted = await driver.updateCluster(context, {
        ...snapshot,
        cluster: run.cluster,
        nodesToRemove: await nodesToRemove(run, context),
        rollback: run.operation.input.rollback,
      });
      await recordBackingRef(run, accepted.backingRef);
      return DONE;
    }
    case "delete":
      await driver.deleteCluster(context, snapshot);
      return DONE;
  }
}

/** A change that waited for another finds the cluster as that one left it; its own wish counts now. */
async function beginChange<Services>(run: OperationRun<Services>): Promise<StepResult | undefined> {
  const { operation, cluster } = run;
  const { nodeCounts, formerNodeCounts } = operation.input;
  // An update set its status when it was accepted, so here the wider rule of a resize holds for both.
  const next = requestedCluster(cluster, "resize", nodeCounts);
  if (!next) {
    const message = `The operation before left the cluster in ${cluster.status}, from which it cannot be changed.`;
    return { kind: "failed", error: { code: "JRB_OPERATION_NOT_ALLOWED", message } };
  }
  if (Object.keys(formerNodeCounts).length > 0) {
    if (!sameCluster(cluster, next)) await commit(run, { cluster: next });
    return undefined;
  }
  const groups = cluster.nodeGroups.filter((group) => group.uuid in nodeCounts);
  const former = Object.fromEntries(groups.map((group) => [group.uuid, group.nodeCount]));
  const allowedMs = operation.deadlineAt.getTime() - operation.createdAt.getTime();
  await commit(run, {
    cluster: next,
    operation: {
      input: { ...operation.input, formerNodeCounts: former },
      deadlineAt: new Date(run.parts.clock.now().getTime() + allowedMs),
    },
  });
  return undefined;
}

/** Credentials come before everything else: a cluster that never had one has nothing to delete. */
async function nothingWasMade<Services>(run: OperationRun<Services>): Promise<boolean> {
  const { cloud, store } = run.parts;
  if (run.operation.kind !== "delete" || !cloud.credentials || run.cluster.backingRef) return false;
  return (await store.credentials.find(run.cluster.uuid)) === undefined;
}

async function nodesToRemove<Services>(
  run: OperationRun<Services>,
  context: Parameters<NonNullable<NonNullable<typeof run.driver.resize>["selectNodesToRemove"]>>[0],
): Promise<readonly string[]> {
  const { input } = run.operation;
  if (input.nodesToRemove.length > 0) return input.nodesToRemove;
  const lost = run.cluster.nodeGroups.reduce(
    (sum, group) => sum + Math.max(0, (input.formerNodeCounts[group.uuid] ?? 0) - group.nodeCount),
    0,
  );
  if (lost === 0) return [];
  const snapshot = { cluster: run.cluster, template: run.template };
  return (await run.driver.resize?.selectNodesToRemove?.(context, snapshot, lost)) ?? [];
}

async function recordBackingRef<Services>(
  run: OperationRun<Services>,
  backingRef: string | null,
): Promise<void> {
  if (run.cluster.backingRef === backingRef) return;
  const nodeGroups = run.cluster.nodeGroups.map((group) =>
    group.isDefault ? { ...group, backingRef } : group,
  );
  await commit(run, { cluster: { ...run.cluster, backingRef, nodeGroups } });
}

async function converge<Services>(run: OperationRun<Services>): Promise<StepResult> {
  const observation = (await nothingWasMade(run)) ? nothingThere(run) : await observe(run);
  const next = reconcile(run.cluster, observation);
  if (!sameCluster(run.cluster, next)) await commit(run, { cluster: next });
  switch (phaseOf(run.cluster.status)) {
    case "COMPLETE":
      return run.cluster.status === "ROLLBACK_COMPLETE" ? infrastructureFailed(run) : DONE;
    case "FAILED":
      return infrastructureFailed(run);
    case "IN_PROGRESS":
      return { kind: "again", afterMs: observeAfterMs(run) };
  }
}

async function observe<Services>(run: OperationRun<Services>): Promise<ClusterObservation> {
  const { context } = await connect(run);
  const { cluster, template, operation } = run;
  return run.driver.observeCluster(context, { cluster, template, operationId: operation.uuid });
}

function nothingThere<Services>(run: OperationRun<Services>): ClusterObservation {
  const reason = "The cluster never had any infrastructure.";
  return {
    nodeGroups: run.cluster.nodeGroups.map(({ uuid }) => ({
      kind: "absent",
      nodeGroupUuid: uuid,
      reason,
    })),
    attributes: {},
    progress: undefined,
  };
}

function infrastructureFailed<Services>(run: OperationRun<Services>): StepResult {
  return {
    kind: "failed",
    error: {
      code: "JRB_INFRASTRUCTURE_FAILED",
      message: run.cluster.statusReason ?? run.cluster.status,
    },
  };
}

function sameCluster(a: object, b: object): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Often at first, then seldom: a tenth of the time that the operation has already taken. */
function observeAfterMs<Services>(run: OperationRun<Services>): number {
  const { clock, observeEveryMs } = run.parts;
  const age = clock.now().getTime() - run.operation.createdAt.getTime();
  return Math.min(observeEveryMs.most, Math.max(observeEveryMs.first, age / 10));
}

async function release<Services>(run: OperationRun<Services>): Promise<StepResult> {
  const { cloud, store } = run.parts;
  const credential = await store.credentials.find(run.cluster.uuid);
  await cloud.credentials?.release(run.cluster, credential);
  await run.parts.certificates.deleteForCluster(run.cluster.uuid);
  return DONE;
}
