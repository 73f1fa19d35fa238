import { type Cluster, clusterSchema, type NodeGroup } from "@jeroboam/core";
import { aNodeGroup } from "./a-node-group.ts";

/** A cluster as core stores it; its default groups, of one node each, are in its status. */
export function aCluster(
  change: Partial<Cluster> = {},
  groups: Partial<Record<"masters" | "workers", Partial<NodeGroup>>> = {},
): Cluster {
  const status = change.status ?? "CREATE_IN_PROGRESS";
  const group = { isDefault: true, nodeCount: 1, status };
  return clusterSchema.parse({
    uuid: "22222222-2222-4222-8222-222222222222",
    version: 1,
    name: "blue_whale",
    projectId: "project",
    userId: "user",
    clusterTemplateId: "11111111-1111-4111-8111-111111111111",
    keypair: "key",
    dockerVolumeSizeGib: null,
    labels: {},
    masterFlavorId: "m1.small",
    flavorId: "m1.small",
    createTimeoutMinutes: 60,
    discoveryUrl: null,
    fixedNetwork: null,
    fixedSubnet: null,
    floatingIpEnabled: true,
    masterLbEnabled: false,
    status,
    statusReason: null,
    progress: null,
    healthStatus: null,
    healthStatusReason: null,
    apiAddress: null,
    coeVersion: null,
    containerVersion: null,
    backingRef: null,
    nodeGroups: [
      aNodeGroup({
        ...group,
        uuid: "33333333-3333-4333-8333-333333333333",
        name: "default-master",
        role: "master",
        ...groups.masters,
      }),
      aNodeGroup({
        ...group,
        uuid: "44444444-4444-4444-8444-444444444444",
        name: "default-worker",
        role: "worker",
        ...groups.workers,
      }),
    ],
    createdAt: new Date("2026-01-01T00:00:00Z"),
    updatedAt: null,
    ...change,
  });
}
