import type { Requester } from "../cloud/cloud.ts";
import type { Cluster } from "../cluster/cluster.ts";
import type { ClusterTemplate } from "../cluster/cluster-template.ts";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import type { StoreRows } from "../store/store.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * The one cluster of that uuid or name that the requester may see; admins see every project's.
 *
 * A text that looks like a uuid is looked up by uuid only.
 */
export async function visibleCluster(
  rows: StoreRows,
  requester: Requester,
  identifier: string,
): Promise<Cluster> {
  const scope = requester.isAdmin ? {} : { projectId: requester.projectId };
  if (UUID.test(identifier)) {
    const cluster = await rows.clusters.find(identifier.toLowerCase());
    if (cluster && (requester.isAdmin || cluster.projectId === requester.projectId)) return cluster;
    throw clusterNotFound(identifier);
  }
  const [cluster, second] = await rows.clusters.list({ ...scope, name: identifier, limit: 2 });
  if (!cluster) throw clusterNotFound(identifier);
  if (second)
    throw new JeroboamError(
      "JRB_CLUSTER_AMBIGUOUS",
      "Multiple clusters exist with same name. Please use the cluster uuid instead.",
      { details: { cluster: identifier } },
    );
  return cluster;
}

/**
 * The one cluster template of that uuid or name that the requester may see: own, public, or any for
 * admins.
 *
 * @param withHidden - public ones also when they are hidden
 */
export async function visibleTemplate(
  rows: StoreRows,
  requester: Requester,
  identifier: string,
  withHidden = false,
): Promise<ClusterTemplate> {
  if (UUID.test(identifier)) {
    const template = await rows.clusterTemplates.find(identifier.toLowerCase());
    if (template && mayRead(requester, template, withHidden)) return template;
    throw templateNotFound(identifier);
  }
  const scope = requester.isAdmin ? {} : { visibleTo: requester.projectId, withHidden };
  const [template, second] = await rows.clusterTemplates.list({
    ...scope,
    name: identifier,
    limit: 2,
  });
  if (!template) throw templateNotFound(identifier);
  if (second)
    throw new JeroboamError(
      "JRB_TEMPLATE_AMBIGUOUS",
      "Multiple ClusterTemplates exist with same name. Please use the ClusterTemplate uuid instead.",
      { details: { clusterTemplate: identifier } },
    );
  return template;
}

function mayRead(requester: Requester, template: ClusterTemplate, withHidden: boolean): boolean {
  return (
    requester.isAdmin ||
    template.projectId === requester.projectId ||
    (template.public && (withHidden || !template.hidden))
  );
}

export function clusterNotFound(identifier: string): JeroboamError {
  return new JeroboamError("JRB_CLUSTER_NOT_FOUND", `Cluster ${identifier} could not be found.`, {
    details: { cluster: identifier },
  });
}

export function templateNotFound(identifier: string): JeroboamError {
  return new JeroboamError(
    "JRB_TEMPLATE_NOT_FOUND",
    `ClusterTemplate ${identifier} could not be found.`,
    { details: { clusterTemplate: identifier } },
  );
}
