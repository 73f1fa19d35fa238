import {
  type Cluster,
  type ClusterSnapshot,
  type ClusterTemplate,
  DEFAULT_OPERATOR_SETTINGS,
  type OperatorSettings,
  type TrustCredential,
} from "@jeroboam/core";
import { aCluster } from "./a-cluster.ts";
import { aClusterTemplate } from "./a-cluster-template.ts";

/** What is special about a cluster; else it has one master, two workers and a network of its own. */
export interface Scenario {
  readonly template?: Partial<ClusterTemplate>;
  readonly cluster?: Partial<Cluster>;
  readonly masterCount?: number;
  readonly volumeSizeGib?: number;
  readonly operator?: Partial<OperatorSettings>;
}

/** Clusters that every driver should be able to make. */
export const usualScenarios: Readonly<Record<string, Scenario>> = {
  defaults: {},
  "three-masters-load-balancer": { masterCount: 3, cluster: { masterLbEnabled: true } },
  "existing-network-no-floating-ip": {
    cluster: { floatingIpEnabled: false, fixedNetwork: "office", fixedSubnet: "office-subnet" },
    template: { externalNetworkId: null },
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
};

const credential: TrustCredential = {
  kind: "trust",
  trustId: "5d0ab4ba1e4b4a3d9fdf0c3f2c3a1d10",
  trusteeUserId: "9d8a1d7c34c54b7d9be1b5f0a1c2d3e4",
  trusteeUserName: "trustee",
  trusteePassword: "not-a-real-password",
  trusteeDomainId: "0f3c5c2d7be94f0cb5b3a0c2c8d7e6f5",
};

/** What a driver's tables see of a scenario beside its cluster and labels. */
export function mappedScenario(scenario: Scenario) {
  return {
    credential,
    endpoints: {
      identity: "http://192.0.2.1:5000/v3",
      containerInfra: "http://192.0.2.1:9511/v1",
    },
    operator: { ...DEFAULT_OPERATOR_SETTINGS, ...scenario.operator },
    timeoutMinutes: 60,
    nodesToRemove: [],
  };
}

/** The cluster as core stores it, with its template; the default groups are in its status. */
export function scenarioSnapshot(coe: string, scenario: Scenario): ClusterSnapshot {
  const template = aClusterTemplate({
    coe,
    externalNetworkId: "public",
    dnsNameserver: "192.0.2.53, 192.0.2.54",
    ...scenario.template,
  });
  const dockerVolumeSizeGib = scenario.volumeSizeGib ?? null;
  const cluster = aCluster(
    { dockerVolumeSizeGib, ...scenario.cluster },
    {
      masters: {
        nodeCount: scenario.masterCount ?? 1,
        flavorId: "m1.medium",
        dockerVolumeSizeGib,
      },
      workers: { nodeCount: 2, dockerVolumeSizeGib },
    },
  );
  return { cluster, template };
}
