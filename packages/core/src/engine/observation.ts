import type { Cluster } from "../cluster/cluster.ts";
import type { ClusterObservation } from "../driver/contract.ts";
import { reconcile } from "../state/reconcile.ts";
import { commit, connect, groupsOf, type OperationRun, type StepResult } from "./operation-run.ts";

/** The cluster as the driver sees it now, judged but not stored. */
export async function lookAt<Services>(run: OperationRun<Services>): Promise<Cluster> {
  const observation = (await nothingWasMade(run)) ? nothingThere(run) : await observe(run);
  return reconcile(run.cluster, observation);
}

/** Stores a cluster that is another one than before. */
export async function commitChanged<Services>(
  run: OperationRun<Services>,
  next: Cluster,
): Promise<void> {
  if (JSON.stringify(run.cluster) !== JSON.stringify(next)) await commit(run, { cluster: next });
}

/** Ends a step that has to look again: often at first, then seldom: a tenth of the time that the operation has already taken. */
export function lookAgain<Services>(run: OperationRun<Services>): StepResult {
  const { clock, observeEveryMs } = run.parts;
  const age = clock.now().getTime() - run.operation.createdAt.getTime();
  const afterMs = Math.min(observeEveryMs.most, Math.max(observeEveryMs.first, age / 10));
  return { kind: "again", afterMs };
}

/** Credentials come before everything else: a cluster that never had one has nothing to delete. */
export async function nothingWasMade<Services>(run: OperationRun<Services>): Promise<boolean> {
  const { cloud, store } = run.parts;
  if (run.operation.kind !== "delete" || !cloud.credentials || run.cluster.backingRef) return false;
  return (await store.credentials.find(run.cluster.uuid)) === undefined;
}

async function observe<Services>(run: OperationRun<Services>): Promise<ClusterObservation> {
  const { context } = await connect(run);
  const { cluster, template, operation } = run;
  const observation = await run.driver.observeCluster(context, {
    cluster,
    template,
    operationId: operation.uuid,
  });
  const notAskedFor = new Set(
    cluster.nodeGroups
      .filter((group) => !group.isDefault && group.backingRef === null)
      .map(({ uuid }) => uuid),
  );
  for (const { uuid } of groupsOf(run)) notAskedFor.delete(uuid);
  return {
    ...observation,
    nodeGroups: observation.nodeGroups.filter((seen) => !notAskedFor.has(seen.nodeGroupUuid)),
  };
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
