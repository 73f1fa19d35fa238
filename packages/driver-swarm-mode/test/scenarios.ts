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
import { type SwarmModeLabels, swarmModeDefinition, swarmModeLabelsSchema } from "../src/index.ts";

const registry = usualScenarios["volume-proxies-registry"];

/** Clusters whose whole stack-create body is kept under `golden/`. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  ...usualScenarios,
  "volume-proxies-registry": {
    ...registry,
    template: { ...registry?.template, insecureRegistry: 'registry.example:5000/"quoted"' },
  },
  "tls-disabled": { template: { tlsDisabled: true } },
  "fedora-atomic": {
    template: { clusterDistro: "fedora-atomic", dockerStorageDriver: "overlay2" },
    cluster: { labels: { fixed_subnet_cidr: "192.168.7.0/24" } },
  },
};

/** Node groups whose whole stack-create body is kept under `golden/`. */
export const nodeGroupScenarios: Readonly<Record<string, Partial<NodeGroup>>> = {
  "node-group": {},
  "node-group-of-another-kind": {
    name: "gpu_@LOGIN_SECRET@ 'x'",
    role: "gpu",
    nodeCount: 0,
    flavorId: "g1.large",
    imageId: "other-image-uuid",
    dockerVolumeSizeGib: 40,
    labels: { docker_volume_type: "fast", availability_zone: "west" },
    nodeLabels: { gpu: "yes", "example.org.note": 'a"b' },
  },
};

export const snapshotOf = (scenario: Scenario) => scenarioSnapshot("swarm-mode", scenario);

/** What the driver's tables see of a scenario. */
export function sourceOf(scenario: Scenario): MappingSource<SwarmModeLabels> {
  return {
    ...clusterSource(snapshotOf(scenario), swarmModeDefinition.labels),
    ...mappedScenario(scenario),
  };
}

/** The whole request that makes a node group's stack. */
export function nodeGroupRequestOf(change: Partial<NodeGroup>): StackRequest {
  const { nodeGroups, templates } = swarmModeDefinition;
  if (!nodeGroups) throw new Error("swarm mode has no node groups");
  const nodeGroup = aNodeGroup(change);
  const source = {
    ...sourceOf({}),
    labels: swarmModeLabelsSchema.parse(nodeGroup.labels),
    nodeGroup,
    clusterOutputs: {
      network: "network-uuid",
      subnet: "subnet-uuid",
      worker_security_group: "security-group-uuid",
      manager_private_addresses: ["10.0.0.5", "10.0.0.6"],
    },
  };
  return nodeGroupStackRequest({ templates, nodeGroups }, source, {
    operationId: "55555555-5555-4555-8555-555555555555",
    timeoutMinutes: 60,
  });
}
