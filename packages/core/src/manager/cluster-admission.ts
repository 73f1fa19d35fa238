import { givesCredentials } from "../cloud/choose-strategy.ts";
import type { Requester } from "../cloud/cloud.ts";
import { type Cluster, type ClusterRequest, clusterRequestSchema } from "../cluster/cluster.ts";
import type { ClusterTemplate } from "../cluster/cluster-template.ts";
import type { ClusterDriver } from "../driver/contract.ts";
import { isRetryable, JeroboamError } from "../errors/jeroboam-error.ts";
import { requireQuota } from "../quota/require-quota.ts";
import { askingCloud } from "./cloud-failure.ts";
import type { CreateOptions } from "./change-requests.ts";
import { requirePlan } from "./refusals.ts";
import { requireDriverAgrees, requireLabels } from "./driver-agreement.ts";
import { requireKnownLabelValues } from "./label-rules.ts";
import type { ManagerParts } from "./manager-parts.ts";
import { newCluster } from "./new-cluster.ts";
import { requireOwnProject } from "./own-project.ts";
import { parseRequest } from "./parse-request.ts";
import { lookUpResources, requireKeypair } from "./resource-checks.ts";
import { requireBootDisk, requireDockerVolumeSize } from "./template-rules.ts";
import { visibleTemplate } from "./visible.ts";

export interface AdmissionOptions extends CreateOptions {
  /** Refuse at once where the driver cannot tell beforehand what it would make. */
  readonly needsPlan?: boolean;
}

/** A cluster that may be made, of what, and by whom. */
export interface AdmittedCluster<Services> {
  readonly cluster: Cluster;
  readonly template: ClusterTemplate;
  readonly driver: ClusterDriver<Services>;
}

/**
 * Everything that is checked before a cluster is stored, in the reference's order; answers the row.
 *
 * @upstream magnum/api/controllers/v1/cluster.py `ClustersController._post`
 */
export async function admitCluster<Services>(
  parts: ManagerParts<Services>,
  requester: Requester,
  request: ClusterRequest,
  options: AdmissionOptions = {},
): Promise<AdmittedCluster<Services>> {
  const { rules, store } = parts;
  const { authorize, needsPlan = false, mayUseHidden = requester.isAdmin } = options;
  const wish = parseRequest(clusterRequestSchema, request, "cluster");
  const template = await visibleTemplate(store, requester, wish.clusterTemplateId, mayUseHidden);
  const driver = parts.drivers.ofTemplate(template);
  if (needsPlan) requirePlan(driver);
  requireDockerVolumeSize(
    template.dockerStorageDriver,
    wish.dockerVolumeSizeGib ?? template.dockerVolumeSizeGib,
  );
  requireNodeCount(driver, wish.nodeCount);
  await authorize?.();
  requireOwnProject(requester);
  // The transaction that inserts the cluster asks again; this spares the cloud the look-ups.
  await requireQuota(store, requester.projectId, rules.maxClustersPerProject);
  if (template.hidden && !mayUseHidden) throw hiddenTemplate(template);
  const cluster = {
    ...newCluster(wish, template, requester, parts.clock.now()),
    containerVersion: driver.containerVersion,
  };
  requireLabels(driver, cluster.labels);
  const { resources } = await askingCloud("identity", () => parts.cloud.connectAs(requester));
  const found = await lookUpResources(resources, {
    ...cluster,
    imageId: template.imageId,
    externalNetworkId: template.externalNetworkId,
  });
  requireBootDisk(found.flavors, cluster.labels, rules);
  found.requireAll();
  requireKnownLabelValues(cluster.labels);
  if (cluster.keypair !== null) await requireKeypair(resources, cluster.keypair);
  if (wish.masterCount > 1 && !cluster.masterLbEnabled)
    throw new JeroboamError(
      "JRB_MASTERS_NEED_LOAD_BALANCER",
      "master_count must be 1 when master_lb_enabled is False",
    );
  requireDriverAgrees(parts, driver, { cluster, template });
  await requireServedProject(parts, requester.projectId);
  return { cluster, template, driver };
}

/** Hidden templates are for admins, also within their own project. */
function hiddenTemplate(template: ClusterTemplate): JeroboamError {
  return new JeroboamError("JRB_NOT_AUTHORIZED", "Not authorized.", {
    details: { clusterTemplate: template.uuid },
  });
}

/** Without credentials for clusters everything is done as the cloud's own session, in its own project. */
async function requireServedProject<Services>(
  { cloud }: ManagerParts<Services>,
  projectId: string,
): Promise<void> {
  if (givesCredentials(cloud)) return;
  const connect = () => cloud.connectFor(projectId, undefined);
  await connect().catch(async (cause: unknown) => {
    if (isRetryable(cause)) return askingCloud("identity", () => Promise.reject(cause));
    throw new JeroboamError(
      "JRB_PROJECT_NOT_SERVED",
      `Clusters cannot be made in project ${projectId}: this service has no rights there and gives clusters no credential of their own. Its operator has to set a trustee domain.`,
      { cause, details: { project: projectId } },
    );
  });
}

/** Refuses a number of workers that the driver cannot run with. */
export function requireNodeCount(driver: ClusterDriver<never>, nodeCount: number): void {
  const minimum = driver.resize?.workersMin ?? 0;
  if (nodeCount >= minimum) return;
  throw new JeroboamError(
    "JRB_NODE_COUNT_OUT_OF_RANGE",
    `Driver ${driver.name} needs at least ${minimum} nodes, got ${nodeCount}.`,
    { details: { minimum, nodeCount, driver: driver.name } },
  );
}
