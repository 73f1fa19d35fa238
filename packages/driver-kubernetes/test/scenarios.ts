import type { NodeGroup } from "@jeroboam/core";
import {
  aNodeGroup,
  mappedScenario,
  type Scenario,
  scenarioSnapshot,
  usualScenarios,
} from "@jeroboam/driver-bench";
import {
  clusterSource,
  type MappingSource,
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
const existing = usualScenarios["existing-network-no-floating-ip"];

/** Clusters whose whole stack-create body is kept under `golden/`. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  ...usualScenarios,
  "existing-network-no-floating-ip": {
    ...existing,
    template: { ...existing?.template, apiserverPort: 7443 },
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

export const snapshotOf = (scenario: Scenario) => scenarioSnapshot("kubernetes", scenario);

/** What the driver's tables see of a scenario. */
export function sourceOf(scenario: Scenario): MappingSource<KubernetesLabels> {
  return {
    ...clusterSource(snapshotOf(scenario), kubernetesDefinition.labels),
    ...mappedScenario(scenario),
    serviceAccountKey,
  };
}

/** The whole request that makes a node group's stack. */
export function nodeGroupRequestOf(change: Partial<NodeGroup>): StackRequest {
  const { nodeGroups, templates } = kubernetesDefinition;
  if (!nodeGroups) throw new Error("Kubernetes has no node groups");
  const nodeGroup = aNodeGroup(change);
  const source = {
    ...sourceOf({}),
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
  return nodeGroupStackRequest({ templates, nodeGroups }, source, {
    operationId: "55555555-5555-4555-8555-555555555555",
    timeoutMinutes: 60,
  });
}
