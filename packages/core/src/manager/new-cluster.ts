import { randomUUID } from "node:crypto";
import type { z } from "zod";
import type { Requester } from "../cloud/cloud.ts";
import type { Cluster, clusterRequestSchema } from "../cluster/cluster.ts";
import type { ClusterTemplate } from "../cluster/cluster-template.ts";
import { generatedName } from "../cluster/generated-name.ts";
import { mergeLabels } from "../cluster/labels.ts";
import { MASTER_ROLE, type NodeGroup, WORKER_ROLE } from "../cluster/node-group.ts";

const DEFAULT_CREATE_TIMEOUT_MINUTES = 60;

/** A label is any text; what is no number of nodes says nothing. */
function wholeNumber(text: string | undefined): number {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : 0;
}

type Wish = z.output<typeof clusterRequestSchema>;

/**
 * A cluster as its row begins: what was asked for, filled up from the template, with its two
 * default node groups.
 *
 * @upstream magnum/api/controllers/v1/cluster.py `ClustersController._post`
 */
export function newCluster(
  wish: Wish,
  template: ClusterTemplate,
  requester: Requester,
  now: Date,
): Cluster {
  const given = wish.labels ?? {};
  const replaced = Object.keys(given).length > 0 ? given : template.labels;
  const labels = wish.mergeLabels ? mergeLabels(template.labels, given) : replaced;
  const dockerVolumeSizeGib = wish.dockerVolumeSizeGib ?? template.dockerVolumeSizeGib;
  const flavorId = wish.flavorId ?? template.flavorId;
  const masterFlavorId = wish.masterFlavorId ?? template.masterFlavorId;
  const group = (
    role: typeof MASTER_ROLE | typeof WORKER_ROLE,
    nodeCount: number,
    flavor: string | null,
  ): NodeGroup => ({
    uuid: randomUUID(),
    name: `default-${role}`,
    role,
    isDefault: true,
    nodeCount,
    minNodeCount: role === MASTER_ROLE ? 1 : wholeNumber(labels["min_node_count"]),
    maxNodeCount: null,
    flavorId: flavor,
    imageId: template.imageId,
    dockerVolumeSizeGib,
    labels,
    nodeLabels: {},
    nodeTaints: [],
    status: "CREATE_IN_PROGRESS",
    statusReason: null,
    nodeAddresses: [],
    backingRef: null,
    createdAt: now,
    updatedAt: null,
  });
  return {
    uuid: randomUUID(),
    version: 1,
    name: wish.name ?? generatedName("cluster"),
    projectId: requester.projectId,
    userId: requester.userId,
    clusterTemplateId: template.uuid,
    keypair: wish.keypair ?? template.keypairId,
    dockerVolumeSizeGib,
    labels,
    masterFlavorId,
    flavorId,
    createTimeoutMinutes: wish.createTimeoutMinutes || DEFAULT_CREATE_TIMEOUT_MINUTES,
    discoveryUrl: wish.discoveryUrl,
    fixedNetwork: wish.fixedNetwork ?? template.fixedNetwork,
    fixedSubnet: wish.fixedSubnet ?? template.fixedSubnet,
    floatingIpEnabled: wish.floatingIpEnabled ?? template.floatingIpEnabled,
    masterLbEnabled: wish.masterLbEnabled ?? template.masterLbEnabled,
    status: "CREATE_IN_PROGRESS",
    statusReason: null,
    progress: null,
    healthStatus: null,
    healthStatusReason: null,
    apiAddress: null,
    coeVersion: null,
    containerVersion: null,
    backingRef: null,
    nodeGroups: [
      group(MASTER_ROLE, wish.masterCount, masterFlavorId),
      group(WORKER_ROLE, wish.nodeCount, flavorId),
    ],
    createdAt: now,
    updatedAt: null,
  };
}
