import { requestedCluster } from "../state/requested-cluster.ts";
import { commit, type OperationRun, type StepResult, subjectOfRun } from "./operation-run.ts";

/** A change that waited for another finds the cluster as that one left it; its own wish counts now. */
export async function beginChange<Services>(
  run: OperationRun<Services>,
): Promise<StepResult | undefined> {
  const { operation, cluster } = run;
  const { nodeCounts, formerNodeCounts } = operation.input;
  // Every kind set its status when it was accepted, so here the wider rule of a resize holds for all.
  const next = requestedCluster(cluster, { ...subjectOfRun(run), nodeCounts }, "resize");
  if (!next) {
    const message = `The operation before left the cluster in ${cluster.status}, from which it cannot be changed.`;
    return { kind: "failed", error: { code: "JRB_OPERATION_NOT_ALLOWED", message } };
  }
  const groups = cluster.nodeGroups.filter((group) => group.uuid in nodeCounts);
  if (groups.length === 0 || Object.keys(formerNodeCounts).length > 0) {
    if (JSON.stringify(cluster) !== JSON.stringify(next)) await commit(run, { cluster: next });
    return undefined;
  }
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
