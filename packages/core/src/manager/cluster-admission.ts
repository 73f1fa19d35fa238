import type { Requester } from "../cloud/cloud.ts";
import { type Cluster, type ClusterRequest, clusterRequestSchema } from "../cluster/cluster.ts";
import type { ClusterTemplate } from "../cluster/cluster-template.ts";
import type { ClusterDriver } from "../driver/contract.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import type { ManagerParts } from "./manager-parts.ts";
import { newCluster } from "./new-cluster.ts";
import { parseRequest } from "./parse-request.ts";
import { requireImage, requireKeypair, requireResources } from "./resource-checks.ts";
import { requireDockerVolumeSize } from "./template-rules.ts";
import { visibleTemplate } from "./visible.ts";

/**
 * Everything that is checked before a cluster is stored, in the reference's order; answers the row.
 *
 * @upstream magnum/api/controllers/v1/cluster.py `ClustersController._post`
 */
export async function admitCluster<Services>(
  parts: ManagerParts<Services>,
  requester: Requester,
  request: ClusterRequest,
): Promise<Cluster> {
  const wish = parseRequest(clusterRequestSchema, request, "cluster");
  const template = await visibleTemplate(parts.store, requester, wish.clusterTemplateId);
  const driver = parts.drivers.resolve(
    { serverType: template.serverType, os: template.clusterDistro, coe: template.coe },
    template.driver,
  );
  requireDockerVolumeSize(
    template.dockerStorageDriver,
    wish.dockerVolumeSizeGib ?? template.dockerVolumeSizeGib,
  );
  requireNodeCount(driver, wish.nodeCount);
  const cluster = {
    ...newCluster(wish, template, requester, parts.clock.now()),
    containerVersion: driver.containerVersion,
  };
  requireLabels(driver, cluster);
  const { resources } = await parts.cloud.connectAs(requester);
  await requireImage(resources, template.imageId);
  await requireResources(resources, { ...cluster, externalNetworkId: template.externalNetworkId });
  if (cluster.keypair !== null) await requireKeypair(resources, cluster.keypair);
  if (wish.masterCount > 1 && !cluster.masterLbEnabled)
    throw new JeroboamError(
      "JRB_MASTERS_NEED_LOAD_BALANCER",
      "master_count must be 1 when master_lb_enabled is False",
    );
  requireDriverAgrees(parts, driver, cluster, template);
  await requireServedProject(parts, requester.projectId);
  return cluster;
}

/** Without credentials for clusters everything is done as the cloud's own session, in its own project. */
async function requireServedProject<Services>(
  { cloud }: ManagerParts<Services>,
  projectId: string,
): Promise<void> {
  if (cloud.credentials) return;
  await cloud.connectFor(projectId, undefined).catch((cause: unknown) => {
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

function requireLabels(driver: ClusterDriver<never>, cluster: Cluster): void {
  const result = driver.labels.safeParse(cluster.labels);
  if (result.success) return;
  const issues = result.error.issues.map((issue) => ({
    path: ["labels", ...issue.path.filter((part) => typeof part !== "symbol")],
    code: "JRB_LABEL_INVALID",
    message: issue.message,
  }));
  throw new JeroboamError("JRB_LABEL_INVALID", issues[0]?.message ?? "A label is not valid.", {
    details: { issues, driver: driver.name },
  });
}

function requireDriverAgrees<Services>(
  parts: ManagerParts<Services>,
  driver: ClusterDriver<Services>,
  cluster: Cluster,
  template: ClusterTemplate,
): void {
  const composition = { givesCredentials: parts.cloud.credentials !== undefined };
  const [first, ...rest] = driver.validate({ cluster, template }, composition);
  if (!first) return;
  throw new JeroboamError("JRB_CLUSTER_INVALID", first.message, {
    details: { issues: [first, ...rest], driver: driver.name },
  });
}
