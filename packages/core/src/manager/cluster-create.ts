import type { Requester } from "../cloud/cloud.ts";
import type { ClusterRequest } from "../cluster/cluster.ts";
import { LEASE_MS } from "../engine/engine-parts.ts";
import { requireQuota } from "../quota/require-quota.ts";
import { newOperation } from "../operation/new-operation.ts";
import { acceptOperation, notOffered } from "./accept-operation.ts";
import { type AdmittedCluster, admitCluster } from "./cluster-admission.ts";
import type { AcceptedChange, ClusterPlan, CreateOptions } from "./cluster-manager.ts";
import type { ManagerParts } from "./manager-parts.ts";
import type { RecordOutcome } from "./once.ts";
import { visibleTemplate } from "./visible.ts";

/** Checks, then stores the cluster with its operation in one transaction. */
export async function createCluster<Services>(
  parts: ManagerParts<Services>,
  requester: Requester,
  request: ClusterRequest,
  record: RecordOutcome,
  options?: CreateOptions,
): Promise<AcceptedChange> {
  let change: AcceptedChange | undefined;
  while (!change) {
    const admitted = await admitCluster(parts, requester, request, options);
    change = await storeCluster(parts, requester, admitted, record);
  }
  parts.wakeUp.notify();
  const { operation } = change;
  if (operation) await parts.engine.runClaimed(operation, { requester, until: "credentials" });
  return change;
}

/** Undefined when the template became another one since the cluster was admitted. */
async function storeCluster<Services>(
  parts: ManagerParts<Services>,
  requester: Requester,
  { cluster, template }: AdmittedCluster<Services>,
  record: RecordOutcome,
): Promise<AcceptedChange | undefined> {
  const now = parts.clock.now();
  return parts.store.transaction(async (rows) => {
    const { version } = await visibleTemplate(rows, requester, template.uuid);
    if (version !== template.version) return undefined;
    await requireQuota(rows, cluster.projectId, parts.rules.maxClustersPerProject);
    await rows.clusters.insert(cluster);
    // Claimed at birth: only this process has the token that the credential is made with.
    const operation = await acceptOperation(rows, undefined, cluster, {
      ...newOperation("create", cluster, requester.userId, now),
      state: "running",
      attempt: 1,
      leaseOwner: parts.owner,
      leaseUntil: new Date(now.getTime() + LEASE_MS),
    });
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
  const { cluster, template, driver } = await admitCluster(parts, requester, request, options);
  if (!driver.plan)
    throw notOffered(driver, "plan", `Driver ${driver.name} cannot tell what it would make.`);
  const composition = { givesCredentials: parts.cloud.credentials !== undefined };
  return {
    cluster,
    driver: driver.name,
    resources: driver.plan.planCluster({ cluster, template }, composition),
  };
}
