import type { Cluster } from "../cluster/cluster.ts";
import type { ClusterTemplate } from "../cluster/cluster-template.ts";
import type { ClusterDriver } from "../driver/contract.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import type { StoreRows } from "../store/store.ts";
import type { ManagerParts } from "./manager-parts.ts";

/** The cluster's template and the driver that makes such clusters. */
export async function requireDriver<Services>(
  parts: ManagerParts<Services>,
  rows: StoreRows,
  cluster: Cluster,
): Promise<{ readonly template: ClusterTemplate; readonly driver: ClusterDriver<Services> }> {
  const template = await rows.clusterTemplates.find(cluster.clusterTemplateId);
  if (!template)
    throw new JeroboamError("JRB_INTERNAL", `Cluster ${cluster.name} lost its template.`);
  return { template, driver: parts.drivers.ofTemplate(template) };
}
