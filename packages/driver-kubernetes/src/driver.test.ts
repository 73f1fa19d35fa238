import { DEFAULT_OPERATOR_SETTINGS, type NodeGroup } from "@jeroboam/core";
import { aNodeGroup, type Scenario } from "@jeroboam/driver-bench";
import { describe, expect, it } from "vitest";
import { snapshotOf } from "../test/scenarios.ts";
import { kubernetes } from "./driver.ts";
import { kubernetesLabelsSchema } from "./labels.ts";

const COMPOSITION = { givesCredentials: true, operator: DEFAULT_OPERATOR_SETTINGS };
const issues = (scenario: Scenario, givesCredentials = true) =>
  kubernetes
    .validate(snapshotOf(scenario), { ...COMPOSITION, givesCredentials })
    .map((issue) => issue.path.join("."));

describe("labels", () => {
  it("are refused with a sentence when this driver does not obey them yet", () => {
    const result = kubernetesLabelsSchema.safeParse({ kube_dashboard_enabled: "true" });
    expect(result.error?.issues[0]?.message).toContain(
      "Unknown label kube_dashboard_enabled; kubernetes knows availability_zone, ",
    );
  });

  it.each([
    ["kube_tag", "1.30.4"],
    ["kube_tag", "v1.30.4'; reboot; '"],
    ["cgroup_driver", "docker"],
    ["container_runtime", "host-docker"],
    ["container_infra_prefix", "registry.example/no-slash"],
    ["container_infra_prefix", "registry.example/$(reboot)/"],
    ["flannel_backend", "vxlan"],
    ["flannel_network_cidr", "10.0.0.0/99"],
    ["flannel_network_subnetlen", "240"],
    ["service_cluster_ip_range", "services"],
  ])("are refused when their value is impossible: %s=%s", (name, value) => {
    expect(kubernetesLabelsSchema.safeParse({ [name]: value }).success).toBe(false);
  });
});

describe("validate", () => {
  it("accepts an ordinary cluster, with and without a load balancer", () => {
    expect(issues({})).toEqual([]);
    expect(issues({ masterCount: 3, cluster: { masterLbEnabled: true } })).toEqual([]);
  });

  it.each<[string, string, Scenario]>([
    ["no TLS", "template.tlsDisabled", { template: { tlsDisabled: true } }],
    ["two masters", "cluster.masterCount", { masterCount: 2 }],
    ["another network driver", "template.networkDriver", { template: { networkDriver: "calico" } }],
    ["a volume driver", "template.volumeDriver", { template: { volumeDriver: "cinder" } }],
    ["a registry", "template.registryEnabled", { template: { registryEnabled: true } }],
    [
      "another storage driver",
      "template.dockerStorageDriver",
      { template: { dockerStorageDriver: "btrfs" } },
    ],
    [
      "a registry that is no host",
      "template.insecureRegistry",
      { template: { insecureRegistry: "../x" } },
    ],
    ["a proxy in quotes", "template.httpProxy", { template: { httpProxy: "http://it's" } }],
    [
      "services among the pods",
      "cluster.labels",
      { cluster: { labels: { service_cluster_ip_range: "10.100.128.0/20" } } },
    ],
    [
      "pods among the nodes",
      "cluster.labels",
      { cluster: { labels: { flannel_network_cidr: "10.0.0.0/16" } } },
    ],
    [
      "a range as large as the network",
      "cluster.labels",
      { cluster: { labels: { flannel_network_subnetlen: "16" } } },
    ],
    [
      "too many services",
      "cluster.labels",
      { cluster: { labels: { service_cluster_ip_range: "64.0.0.0/8" } } },
    ],
    [
      "no flavor of the masters' network",
      "cluster.fixedNetwork",
      { cluster: { fixedSubnet: "s" } },
    ],
  ])("refuses %s", (_, path, scenario) => {
    expect(issues(scenario)).toEqual([path]);
  });

  it("refuses a cloud that gives clusters no credential to fetch certificates with", () => {
    expect(issues({}, false)).toEqual(["template.coe"]);
  });
});

describe("a node group", () => {
  const faults = (change: Partial<NodeGroup>, scenario: Scenario = {}) => {
    const { cluster, template } = snapshotOf(scenario);
    const nodeGroups = [...cluster.nodeGroups, aNodeGroup(change)];
    return kubernetes
      .validate({ cluster: { ...cluster, nodeGroups }, template }, COMPOSITION)
      .map(({ path }) => path.slice(2).join("."));
  };

  it("may be of another flavor, image, size, zone, label and taint", () => {
    const nodeLabels = { "example.org/rack_1": "a.b", gpu: "" };
    const nodeTaints = [{ key: "example.org/gpu", effect: "NoExecute" as const }];
    const labels = { availability_zone: "west" };
    expect(faults({ nodeLabels, nodeTaints, labels })).toEqual([]);
  });

  it("may repeat what the cluster says of its networks, and say nothing else", () => {
    const labels = { flannel_network_cidr: "10.200.0.0/16" };
    expect(faults({ labels }, { cluster: { labels } })).toEqual([]);
    expect(faults({ labels })).toEqual(["labels"]);
  });

  it.each<[string, Partial<NodeGroup>]>([
    ["flavorId", { flavorId: null }],
    ["name", { name: "a b" }],
    ["name", { role: "x'; reboot; '" }],
    ["nodeLabels", { nodeLabels: { "a=b": "c" } }],
    ["nodeLabels", { nodeLabels: { a: "b,c=d" } }],
    ["nodeLabels", { nodeLabels: { "node-role.kubernetes.io/master": "" } }],
    ["nodeLabels", { nodeLabels: { "magnum.openstack.org/role": "master" } }],
    ["nodeTaints", { nodeTaints: [{ key: "a b", effect: "NoExecute" }] }],
    ["nodeTaints", { nodeTaints: [{ key: "a", value: "b:c", effect: "NoExecute" }] }],
  ])("is refused for its %s", (path, change) => {
    expect(faults(change)).toEqual([path]);
  });

  it("has no labels and taints of its own when it is a default one", () => {
    const { cluster, template } = snapshotOf({});
    const nodeGroups = cluster.nodeGroups.map((group) => ({ ...group, nodeLabels: { a: "b" } }));
    const found = kubernetes.validate(
      { cluster: { ...cluster, nodeGroups }, template },
      COMPOSITION,
    );
    expect(found.map(({ path }) => path.join("."))).toEqual([
      "nodeGroups.default-master.nodeLabels",
      "nodeGroups.default-worker.nodeLabels",
    ]);
  });
});
