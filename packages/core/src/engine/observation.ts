import { givesCredentials } from "../cloud/choose-strategy.ts";
import type { Cluster } from "../cluster/cluster.ts";
import type { ClusterObservation } from "../driver/contract.ts";
import { reconcile } from "../state/reconcile.ts";
import type { StoreRows } from "../store/store.ts";
import { later } from "./clock.ts";
import { FULL_LOOK_CALLS } from "./look-meter.ts";
import { changingMs, firstLookMs, seldomMs } from "./survey-pace.ts";
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
  if (isChanged(run, next)) await commit(run, { cluster: next });
}

/** The cluster to be stored, where it is another one than before. */
export function changedTo<Services>(
  run: OperationRun<Services>,
  next: Cluster,
): { readonly cluster?: Cluster } {
  return isChanged(run, next) ? { cluster: next } : {};
}

function isChanged<Services>({ cluster }: OperationRun<Services>, next: Cluster): boolean {
  return JSON.stringify(cluster) !== JSON.stringify(next);
}

/**
 * Ends a step that has to look again: often at first, then seldom. Where the driver looks at many
 * clusters at once, that look wakes the operation, which looks by itself only for the progress.
 */
export function lookAgain<Services>(run: OperationRun<Services>, seen: Cluster): StepResult {
  const { clock } = run.parts;
  const changed = changedTo(run, seen);
  const ageMs = clock.now().getTime() - run.operation.createdAt.getTime();
  const soonMs = changingMs(run.parts, ageMs);
  if (!run.driver.survey) return { kind: "again", afterMs: soonMs, ...changed };
  const also = surveyedAfter(run, soonMs);
  return { kind: "again", afterMs: seldomMs(run.parts), also, ...changed };
}

/**
 * When a stack that was asked for just now is looked at first: there is nothing to see at once. Where
 * many are made, the look at all of them wakes the operation.
 */
export function firstLook<Services>(
  run: OperationRun<Services>,
): Pick<Extract<StepResult, { kind: "done" }>, "nextAfterMs" | "also"> {
  if (!run.driver.survey) return {};
  const { first } = run.parts.observeEveryMs;
  return { nextAfterMs: firstLookMs(run.parts), also: surveyedAfter(run, first) };
}

function surveyedAfter<Services>(
  { parts, cluster }: OperationRun<Services>,
  afterMs: number,
): (rows: StoreRows) => Promise<void> {
  const at = later(parts.clock.now(), afterMs);
  return (rows) => rows.surveys.due(cluster.projectId, at);
}

/** Credentials come before everything else: a cluster that never had one has nothing to delete. */
export async function nothingWasMade<Services>(run: OperationRun<Services>): Promise<boolean> {
  const { cloud, store } = run.parts;
  if (run.operation.kind !== "delete" || !givesCredentials(cloud) || run.cluster.backingRef)
    return false;
  return (await store.credentials.find(run.cluster.uuid)) === undefined;
}

async function observe<Services>(run: OperationRun<Services>): Promise<ClusterObservation> {
  const { context } = await connect(run);
  run.parts.operationLooks.count(FULL_LOOK_CALLS);
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
