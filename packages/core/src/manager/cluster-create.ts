import type { Requester } from "../cloud/cloud.ts";
import type { Cluster, ClusterRequest } from "../cluster/cluster.ts";
import { later } from "../engine/clock.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import { quotaOf, requireQuota } from "../quota/require-quota.ts";
import { newOperation } from "../operation/new-operation.ts";
import { acceptOperation, claimedAtBirth } from "./accept-operation.ts";
import { type AdmittedCluster, admitCluster } from "./cluster-admission.ts";
import type { CreateOptions } from "./change-requests.ts";
import type { AcceptedChange, ClusterPlan } from "./cluster-manager.ts";
import { compositionOf } from "./composition.ts";
import type { ManagerParts } from "./manager-parts.ts";
import type { RecordOutcome } from "./once.ts";
import { requirePlan } from "./refusals.ts";
import { untilCurrent } from "./until-current.ts";
import { useTemplate } from "./template-use.ts";

/** Checks, then stores the cluster with its operation in one transaction. */
export async function createCluster<Services>(
  parts: ManagerParts<Services>,
  requester: Requester,
  request: ClusterRequest,
  record: RecordOutcome,
  options?: CreateOptions,
): Promise<AcceptedChange> {
  const change = await untilCurrent(async () => {
    const admitted = await admitCluster(parts, requester, request, options);
    const stored = storeCluster(parts, requester, admitted, record);
    return stored.catch((error: unknown) => foundAgain(parts, admitted.cluster, error));
  });
  parts.wakeUp.notify();
  const { operation } = change;
  if (operation) await parts.engine.runClaimed(operation, { requester, until: "credentials" });
  return change;
}

/** The cluster, where the store lost the connection and had stored it: only this process can go on with it. */
async function foundAgain<Services>(
  { store }: ManagerParts<Services>,
  { uuid }: Cluster,
  error: unknown,
): Promise<AcceptedChange> {
  if (!JeroboamError.isInstance(error) || error.code !== "JRB_STORE_OUTCOME_UNKNOWN") throw error;
  const cluster = await store.clusters.find(uuid);
  const [operation] = await store.operations.ofCluster(uuid);
  if (!cluster || !operation) throw error;
  return { cluster, operation };
}

/** Throws `JRB_STORE_CONFLICT` when the template became another one since the cluster was admitted. */
async function storeCluster<Services>(
  parts: ManagerParts<Services>,
  requester: Requester,
  { cluster, template, driver }: AdmittedCluster<Services>,
  record: RecordOutcome,
): Promise<AcceptedChange> {
  const now = parts.clock.now();
  return parts.store.transaction(async (rows) => {
    await rows.hold(quotaOf(cluster.projectId));
    await useTemplate(rows, template);
    await requireQuota(rows, cluster.projectId, parts.rules.maxClustersPerProject);
    await rows.clusters.insert(cluster);
    const born = claimedAtBirth(parts, newOperation("create", cluster, requester.userId, now));
    const operation = await acceptOperation(rows, undefined, cluster, born);
    if (driver.survey)
      await rows.surveys.due(cluster.projectId, later(now, parts.observeEveryMs.first));
    await record(rows, operation.uuid);
    return { cluster, operation };
  });
}

/** The same checks, and what the driver would make. */
export async function planCluster<Services>(
  parts: ManagerParts<Services>,
  requester: Requester,
  request: ClusterRequest,
  options?: CreateOptions,
): Promise<ClusterPlan> {
  const { cluster, template, driver } = await admitCluster(parts, requester, request, {
    ...options,
    needsPlan: true,
  });
  return {
    cluster,
    driver: driver.name,
    resources: requirePlan(driver).planCluster({ cluster, template }, compositionOf(parts, driver)),
  };
}
