import type { Cluster, ClusterCredential, ClusterTemplate, NodeGroup, Store } from "@jeroboam/core";

/** Whose the rows are, and the stacks behind the clusters. */
export interface SeededRows {
  readonly projectId: string;
  readonly userId: string;
  /** One for each cluster. */
  readonly stackIds: readonly string[];
  /** What all of the clusters look into the cloud with; without one they cannot. */
  readonly credential?: ClusterCredential;
  /** Numbers of rows that are taken already. Default 0. */
  readonly firstIndex?: number;
}

/** Rows of one transaction. */
const ROWS_AT_ONCE = 500;
const CREATED_AT = new Date("2026-01-01T00:00:00Z");
const UUID_TAIL_DIGITS = 12;

/** Writes a cluster template and clusters that stand still; answers the clusters' uuids. */
export async function seedRows(store: Store, rows: SeededRows): Promise<readonly string[]> {
  const template = templateOf(rows);
  await store.clusterTemplates.insert(template);
  const { stackIds, credential, firstIndex = 0 } = rows;
  const clusters = stackIds.map((stackId, index) =>
    clusterOf(rows, template, stackId, firstIndex + index),
  );
  for (let start = 0; start < clusters.length; start += ROWS_AT_ONCE)
    await store.transaction(async (transaction) => {
      for (const cluster of clusters.slice(start, start + ROWS_AT_ONCE)) {
        await transaction.clusters.insert(cluster);
        if (credential) await transaction.credentials.put(cluster.uuid, credential);
      }
    });
  return clusters.map(({ uuid }) => uuid);
}

/** Uuids that are the same in every run, of which `kind` is the first digit. */
function uuidOf(kind: string, index: number): string {
  const tail = index.toString(16).padStart(UUID_TAIL_DIGITS, "0");
  return `${kind.repeat(8)}-0000-4000-8000-${tail}`;
}

function templateOf({ projectId, userId, firstIndex = 0 }: SeededRows): ClusterTemplate {
  return {
    uuid: uuidOf("a", firstIndex),
    version: 1,
    name: "bench",
    coe: "swarm-mode",
    imageId: "ubuntu-22.04",
    serverType: "vm",
    driver: null,
    flavorId: "m1.small",
    masterFlavorId: "m1.small",
    keypairId: "testkey",
    externalNetworkId: "public",
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
    labels: { rexray_preempt: "false" },
    tlsDisabled: false,
    public: false,
    hidden: false,
    tags: null,
    masterLbEnabled: false,
    floatingIpEnabled: true,
    projectId,
    userId,
    clusterDistro: "ubuntu",
    createdAt: CREATED_AT,
    updatedAt: null,
  };
}

function clusterOf(
  { projectId, userId }: SeededRows,
  template: ClusterTemplate,
  stackId: string,
  index: number,
): Cluster {
  return {
    uuid: uuidOf("c", index),
    version: 1,
    name: `bench-${index}`,
    projectId,
    userId,
    clusterTemplateId: template.uuid,
    keypair: "testkey",
    dockerVolumeSizeGib: null,
    labels: template.labels,
    masterFlavorId: "m1.small",
    flavorId: "m1.small",
    createTimeoutMinutes: 60,
    discoveryUrl: null,
    fixedNetwork: null,
    fixedSubnet: null,
    floatingIpEnabled: true,
    masterLbEnabled: false,
    status: "CREATE_COMPLETE",
    statusReason: "Stack CREATE completed successfully",
    progress: null,
    healthStatus: null,
    healthStatusReason: null,
    apiAddress: "tcp://172.24.0.9:2376",
    coeVersion: null,
    containerVersion: null,
    backingRef: stackId,
    nodeGroups: [
      groupOf("master", "d", projectId, index),
      groupOf("worker", "e", projectId, index),
    ],
    createdAt: CREATED_AT,
    updatedAt: null,
  };
}

function groupOf(
  role: "master" | "worker",
  kind: string,
  projectId: string,
  index: number,
): NodeGroup {
  return {
    uuid: uuidOf(kind, index),
    name: `default-${role}`,
    role,
    isDefault: true,
    nodeCount: 1,
    minNodeCount: role === "master" ? 1 : 0,
    maxNodeCount: null,
    flavorId: "m1.small",
    imageId: "ubuntu-22.04",
    dockerVolumeSizeGib: null,
    labels: {},
    nodeLabels: {},
    nodeTaints: [],
    status: "CREATE_COMPLETE",
    statusReason: "Stack CREATE completed successfully",
    nodeAddresses: ["172.24.0.10"],
    backingRef: null,
    createdAt: CREATED_AT,
    updatedAt: null,
  };
}
