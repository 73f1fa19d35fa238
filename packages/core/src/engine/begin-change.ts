import { isDeepStrictEqual } from "node:util";
import type { Operation } from "../operation/operation.ts";
import { formerState } from "../state/former-state.ts";
import { requestedCluster } from "../state/requested-cluster.ts";
import { commit, type OperationRun, type StepResult, subjectOfRun } from "./operation-run.ts";

/** A change that waited for another finds the cluster as that one left it; its own wish counts now. */
export async function beginChange<Services>(
  run: OperationRun<Services>,
): Promise<StepResult | undefined> {
  const { nodeCounts } = run.operation.input;
  await recordFormer(run);
  const { cluster } = run;
  // Every kind set its status when it was accepted, so here the wider rule of a resize holds for all.
  const next = requestedCluster(cluster, { ...subjectOfRun(run), nodeCounts }, "resize");
  if (!next) {
    const message = `The operation before left the cluster in ${cluster.status}, from which it cannot be changed.`;
    return { kind: "failed", error: { code: "JRB_OPERATION_NOT_ALLOWED", message } };
  }
  if (JSON.stringify(cluster) !== JSON.stringify(next)) await commit(run, { cluster: next });
  return undefined;
}

/** Remembers what the operations before left, where it could not be known when this one was accepted. */
export async function recordFormer<Services>(run: OperationRun<Services>): Promise<void> {
  const { input } = run.operation;
  const left = formerState(run.cluster);
  const former = {
    cluster: input.former.cluster ?? left.cluster,
    nodeGroups: { ...left.nodeGroups, ...input.former.nodeGroups },
  };
  const unknown = Object.keys(input.nodeCounts).filter((uuid) => !(uuid in input.formerNodeCounts));
  const formerNodeCounts = {
    ...input.formerNodeCounts,
    ...(unknown.length > 0 ? await countsLeftBehind(run, unknown) : {}),
  };
  const known = { ...input, former, formerNodeCounts };
  if (!isDeepStrictEqual(input, known)) await commit(run, { operation: { input: known } });
}

/** The node counts that the operations before left: the row has the wishes of those that waited. */
async function countsLeftBehind<Services>(
  { parts, operation }: OperationRun<Services>,
  uuids: readonly string[],
): Promise<Readonly<Record<string, number>>> {
  const earlier = (await parts.store.operations.ofCluster(operation.clusterUuid)).filter(
    ({ sequence }) => sequence < operation.sequence,
  );
  return Object.fromEntries(
    uuids.flatMap((uuid) => {
      const last = earlier.findLast(({ input }) => uuid in input.formerNodeCounts);
      const count = last && countAfter(last, uuid);
      return count === undefined ? [] : [[uuid, count]];
    }),
  );
}

/** Once the infrastructure took a change, its count is what it works towards. */
function countAfter({ input, finishedSteps }: Operation, uuid: string): number | undefined {
  const taken = finishedSteps.includes("infrastructure");
  return taken ? input.nodeCounts[uuid] : input.formerNodeCounts[uuid];
}
