import { randomUUID } from "node:crypto";
import type { Cluster, ClusterTemplate, NewClusterEvent, Operation } from "@jeroboam/core";

const NOON = new Date("2030-01-01T12:00:00.007Z");

export function at(ms: number): Date {
  return new Date(NOON.getTime() + ms);
}

export function aCluster(over: Partial<Cluster> = {}): Cluster {
  return {
    uuid: randomUUID(),
    version: 1,
    name: "c1",
    projectId: "wonderland",
    userId: "alice",
    clusterTemplateId: "22222222-2222-4222-8222-222222222222",
    keypair: null,
    dockerVolumeSizeGib: null,
    labels: { createdAt: "2030-01-01T00:00:00.000Z", ключ: "'\"\\" },
    masterFlavorId: null,
    flavorId: null,
    createTimeoutMinutes: 60,
    discoveryUrl: null,
    fixedNetwork: null,
    fixedSubnet: null,
    floatingIpEnabled: true,
    masterLbEnabled: false,
    status: "CREATE_COMPLETE",
    statusReason: null,
    progress: { done: 1, total: 2 },
    healthStatus: null,
    healthStatusReason: null,
    apiAddress: null,
    coeVersion: null,
    containerVersion: null,
    backingRef: null,
    nodeGroups: [aNodeGroup(1), aNodeGroup(3)],
    createdAt: at(0),
    updatedAt: null,
    ...over,
  };
}

function aNodeGroup(nodeCount: number): Cluster["nodeGroups"][number] {
  return {
    uuid: randomUUID(),
    name: "group",
    role: "worker",
    isDefault: true,
    nodeCount,
    minNodeCount: 0,
    maxNodeCount: null,
    flavorId: null,
    imageId: "image",
    dockerVolumeSizeGib: null,
    labels: {},
    nodeLabels: {},
    nodeTaints: [],
    status: "CREATE_COMPLETE",
    statusReason: null,
    nodeAddresses: ["10.0.0.1"],
    backingRef: null,
    createdAt: at(1),
    updatedAt: at(2),
  };
}

export function aTemplate(over: Partial<ClusterTemplate> = {}): ClusterTemplate {
  return {
    uuid: randomUUID(),
    version: 1,
    name: "t1",
    projectId: "wonderland",
    userId: "alice",
    coe: "swarm-mode",
    imageId: "image",
    serverType: "vm",
    driver: null,
    flavorId: null,
    masterFlavorId: null,
    keypairId: null,
    externalNetworkId: null,
    fixedNetwork: null,
    fixedSubnet: null,
    networkDriver: null,
    volumeDriver: null,
    dnsNameserver: "8.8.8.8",
    apiserverPort: null,
    dockerVolumeSizeGib: null,
    dockerStorageDriver: null,
    httpProxy: null,
    httpsProxy: null,
    noProxy: null,
    registryEnabled: false,
    insecureRegistry: null,
    labels: {},
    tlsDisabled: false,
    public: false,
    hidden: false,
    tags: null,
    masterLbEnabled: false,
    floatingIpEnabled: true,
    clusterDistro: "fedora-coreos",
    createdAt: at(0),
    updatedAt: null,
    ...over,
  };
}

export function anOperation(
  over: Partial<Omit<Operation, "sequence">> = {},
): Omit<Operation, "sequence"> {
  return {
    uuid: randomUUID(),
    version: 1,
    clusterUuid: randomUUID(),
    projectId: "wonderland",
    requestedBy: "alice",
    kind: "create",
    state: "queued",
    finishedSteps: [],
    cancelRequested: false,
    input: {
      nodeCounts: {},
      nodesToRemove: [],
      rollback: false,
      nodeGroup: null,
      upgradedGroup: null,
      targetTemplate: null,
      maxBatchSize: null,
      formerNodeCounts: {},
      former: { cluster: null, nodeGroups: {} },
      rotation: null,
      retryOf: null,
      nodesMayBeGone: false,
    },
    attempt: 0,
    failures: 0,
    leaseOwner: null,
    leaseUntil: null,
    notBefore: at(0),
    timeoutMinutes: 60,
    deadlineAt: null,
    error: null,
    createdAt: at(0),
    finishedAt: null,
    ...over,
  };
}

export function anEvent(over: { clusterUuid?: string; projectId?: string } = {}): NewClusterEvent {
  return {
    type: "cluster.status",
    at: at(0),
    clusterUuid: randomUUID(),
    clusterName: "c1",
    projectId: "wonderland",
    operationId: null,
    status: "CREATE_COMPLETE",
    reason: null,
    ...over,
  };
}
