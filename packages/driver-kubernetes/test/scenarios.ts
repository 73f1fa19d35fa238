import {
  type Cluster,
  type ClusterTemplate,
  clusterSchema,
  clusterTemplateSchema,
  DEFAULT_OPERATOR_SETTINGS,
  type NodeGroup,
  nodeGroupSchema,
  type OperatorSettings,
  type TrustCredential,
} from "@jeroboam/core";
import {
  clusterSource,
  type MappingSource,
  type NodeGroupSource,
  nodeGroupStackRequest,
  type StackRequest,
} from "@jeroboam/heat";
import {
  type KubernetesLabels,
  kubernetesDefinition,
  kubernetesLabelsSchema,
} from "../src/index.ts";

/** A key of nobody's, in the form of one. */
export const serviceAccountKey = {
  publicKeyPem: "-----BEGIN PUBLIC KEY-----\nnot+a/key=\n-----END PUBLIC KEY-----\n",
  privateKeyPem: "-----BEGIN PRIVATE KEY-----\nnot+a/real+key=\n-----END PRIVATE KEY-----\n",
};
const CREATED_AT = new Date("2026-01-01T00:00:00Z");

const credential: TrustCredential = {
  kind: "trust",
  trustId: "5d0ab4ba1e4b4a3d9fdf0c3f2c3a1d10",
  trusteeUserId: "9d8a1d7c34c54b7d9be1b5f0a1c2d3e4",
  trusteeUserName: "trustee",
  trusteePassword: "not-a-real-password",
  trusteeDomainId: "0f3c5c2d7be94f0cb5b3a0c2c8d7e6f5",
};
const endpoints = {
  identity: "http://192.0.2.1:5000/v3",
  containerInfra: "http://192.0.2.1:9511/v1",
};

export interface Scenario {
  readonly template?: Partial<ClusterTemplate>;
  readonly cluster?: Partial<Cluster>;
  readonly masterCount?: number;
  readonly volumeSizeGib?: number;
  readonly operator?: Partial<OperatorSettings>;
}

function operatorOf({ operator }: Scenario): OperatorSettings {
  return { ...DEFAULT_OPERATOR_SETTINGS, ...operator };
}

/** Clusters whose whole stack-create body is kept under `golden/`. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  defaults: {},
  "three-masters-load-balancer": { masterCount: 3, cluster: { masterLbEnabled: true } },
  "existing-network-no-floating-ip": {
    cluster: { floatingIpEnabled: false, fixedNetwork: "office", fixedSubnet: "office-subnet" },
    template: { externalNetworkId: null, apiserverPort: 7443 },
  },
  "volume-proxies-registry": {
    volumeSizeGib: 20,
    cluster: { labels: { docker_volume_type: "fast", availability_zone: "west" } },
    template: {
      dockerStorageDriver: "overlay2",
      httpProxy: "http://proxy.example:3128",
      httpsProxy: "http://proxy.example:3128",
      noProxy: "example.org,10.1.0.0/16",
      insecureRegistry: "registry.example:5000",
    },
  },
  "operator-settings": {
    volumeSizeGib: 20,
    operator: {
      nodesAffinityPolicy: "soft-anti-affinity",
      dockerVolumeType: "usual",
      verifyCa: false,
      openstackCa: "-----BEGIN CERTIFICATE-----\nnot one\n-----END CERTIFICATE-----\n",
    },
  },
  "every-label": {
    cluster: {
      labels: {
        availability_zone: "west",
        cgroup_driver: "systemd",
        container_runtime: "containerd",
        container_infra_prefix: "registry.example/kubernetes/",
        docker_volume_type: "fast",
        fixed_subnet_cidr: "192.168.7.0/24",
        flannel_backend: "host-gw",
        flannel_network_cidr: "10.200.0.0/16",
        flannel_network_subnetlen: "25",
        kube_tag: "v1.30.4-example1",
        service_cluster_ip_range: "172.30.0.0/16",
      },
    },
  },
};

/** Node groups whose whole stack-create body is kept under `golden/`. */
export const nodeGroupScenarios: Readonly<Record<string, Partial<NodeGroup>>> = {
  "node-group": {},
  "node-group-of-another-kind": {
    name: "gpu",
    role: "gpu",
    nodeCount: 0,
    flavorId: "g1.large",
    imageId: "other-image-uuid",
    dockerVolumeSizeGib: 40,
    labels: { docker_volume_type: "fast", availability_zone: "west" },
    nodeLabels: { gpu: "yes", "example.org/note": "" },
    nodeTaints: [
      { key: "gpu", value: "yes", effect: "NoSchedule" },
      { key: "quiet", effect: "NoExecute" },
    ],
  },
};

/** A node group beside the default ones, as core stores it. */
export function nodeGroupOf(change: Partial<NodeGroup> = {}): NodeGroup {
  return nodeGroupSchema.parse({
    uuid: "66666666-6666-4666-8666-666666666666",
    name: "more",
    role: "worker",
    isDefault: false,
    nodeCount: 2,
    minNodeCount: 0,
    maxNodeCount: null,
    flavorId: "m1.small",
    imageId: "image-uuid",
    dockerVolumeSizeGib: null,
    labels: {},
    nodeLabels: {},
    nodeTaints: [],
    status: "CREATE_IN_PROGRESS",
    statusReason: null,
    nodeAddresses: [],
    backingRef: null,
    createdAt: CREATED_AT,
    updatedAt: null,
    ...change,
  });
}

/** A cluster as core stores it, with its template; the default groups are in its status. */
export function snapshotOf(scenario: Scenario) {
  const template = clusterTemplateSchema.parse({
    uuid: "11111111-1111-4111-8111-111111111111",
    version: 1,
    name: "kubernetes",
    projectId: "project",
    userId: "user",
    coe: "kubernetes",
    imageId: "debian-12",
    clusterDistro: "debian",
    externalNetworkId: "public",
    dnsNameserver: "192.0.2.53, 192.0.2.54",
    createdAt: CREATED_AT,
    updatedAt: null,
    ...scenario.template,
  });
  const group = {
    isDefault: true,
    minNodeCount: 0,
    maxNodeCount: null,
    imageId: "image-uuid",
    dockerVolumeSizeGib: scenario.volumeSizeGib ?? null,
    labels: {},
    nodeLabels: {},
    nodeTaints: [],
    status: scenario.cluster?.status ?? "CREATE_IN_PROGRESS",
    statusReason: null,
    nodeAddresses: [],
    backingRef: null,
    createdAt: CREATED_AT,
    updatedAt: null,
  };
  const cluster = clusterSchema.parse({
    uuid: "22222222-2222-4222-8222-222222222222",
    version: 1,
    name: "blue_whale",
    projectId: "project",
    userId: "user",
    clusterTemplateId: template.uuid,
    keypair: "key",
    dockerVolumeSizeGib: scenario.volumeSizeGib ?? null,
    labels: {},
    masterFlavorId: "m1.small",
    flavorId: "m1.small",
    createTimeoutMinutes: 60,
    discoveryUrl: null,
    fixedNetwork: null,
    fixedSubnet: null,
    floatingIpEnabled: true,
    masterLbEnabled: false,
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
      {
        ...group,
        uuid: "33333333-3333-4333-8333-333333333333",
        name: "default-master",
        role: "master",
        nodeCount: scenario.masterCount ?? 1,
        flavorId: "m1.medium",
      },
      {
        ...group,
        uuid: "44444444-4444-4444-8444-444444444444",
        name: "default-worker",
        role: "worker",
        nodeCount: 2,
        flavorId: "m1.small",
      },
    ],
    createdAt: CREATED_AT,
    updatedAt: null,
    ...scenario.cluster,
  });
  return { cluster, template };
}

/** What the driver's tables see of a scenario. */
export function sourceOf(scenario: Scenario): MappingSource<KubernetesLabels> {
  return {
    ...clusterSource(snapshotOf(scenario), kubernetesDefinition.labels),
    credential,
    endpoints,
    operator: operatorOf(scenario),
    serviceAccountKey,
    timeoutMinutes: 60,
    nodesToRemove: [],
  };
}

/** What the tables of a node group see. */
function nodeGroupSourceOf(
  change: Partial<NodeGroup>,
  scenario: Scenario,
): NodeGroupSource<KubernetesLabels> {
  const nodeGroup = nodeGroupOf(change);
  return {
    ...sourceOf(scenario),
    labels: kubernetesLabelsSchema.parse(nodeGroup.labels),
    nodeGroup,
    clusterOutputs: {
      network: "network-uuid",
      subnet: "subnet-uuid",
      worker_security_group: "security-group-uuid",
      master_private_addresses: ["10.0.0.5", "10.0.0.6"],
      api_private_address: "10.0.0.9",
    },
  };
}

/** The whole request that makes a node group's stack. */
export function nodeGroupRequestOf(
  change: Partial<NodeGroup>,
  scenario: Scenario = {},
): StackRequest {
  const { nodeGroups, templates } = kubernetesDefinition;
  if (!nodeGroups) throw new Error("Kubernetes has no node groups");
  return nodeGroupStackRequest({ templates, nodeGroups }, nodeGroupSourceOf(change, scenario), {
    operationId: "55555555-5555-4555-8555-555555555555",
    timeoutMinutes: 60,
  });
}
