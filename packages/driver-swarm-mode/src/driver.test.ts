import { describe, expect, it } from "vitest";
import { DEFAULT_OPERATOR_SETTINGS, type NodeGroup, nodeGroupSchema } from "@jeroboam/core";
import { aNodeGroup, type Scenario } from "@jeroboam/driver-bench";
import { snapshotOf } from "../test/scenarios.ts";
import { swarmMode } from "./driver.ts";
import { swarmModeLabelsSchema } from "./labels.ts";

const COMPOSITION = { givesCredentials: true, operator: DEFAULT_OPERATOR_SETTINGS };
const issues = (scenario: Scenario, givesCredentials = true) =>
  swarmMode
    .validate(snapshotOf(scenario), { ...COMPOSITION, givesCredentials })
    .map((issue) => `${issue.path.join(".")}: ${issue.message}`);

describe("labels", () => {
  it("are refused with a sentence when their name is unknown", () => {
    const result = swarmModeLabelsSchema.safeParse({ kube_tag: "v1" });
    expect(result.error?.issues[0]?.message).toBe(
      "Unknown label kube_tag; swarm-mode knows availability_zone, docker_volume_type, fixed_subnet_cidr, rexray_preempt.",
    );
  });

  it("are refused when their value is impossible", () => {
    expect(swarmModeLabelsSchema.safeParse({ fixed_subnet_cidr: "10.0.0.0/99" }).success).toBe(
      false,
    );
    expect(swarmModeLabelsSchema.safeParse({ rexray_preempt: "maybe" }).success).toBe(false);
  });
});

describe("validate", () => {
  it("accepts an ordinary cluster", () => {
    expect(issues({})).toEqual([]);
  });

  it("wants an external network for floating IPs and for a network of its own", () => {
    expect(issues({ template: { externalNetworkId: null } })).toHaveLength(1);
    expect(
      issues({
        template: { externalNetworkId: null },
        cluster: { floatingIpEnabled: false, fixedNetwork: "office" },
      }),
    ).toEqual([]);
  });

  it("wants a subnet's network, and a load balancer's subnet", () => {
    expect(issues({ cluster: { fixedSubnet: "subnet" } })).toHaveLength(1);
    expect(issues({ cluster: { fixedNetwork: "office", masterLbEnabled: true } })).toHaveLength(1);
  });

  it("refuses proxies that would not survive quoting", () => {
    expect(issues({ template: { httpProxy: "http://it's" } })).toHaveLength(1);
    expect(issues({ template: { noProxy: "a, b" } })).toHaveLength(1);
  });

  it("refuses unknown storage drivers and name servers that are no addresses", () => {
    expect(issues({ template: { dockerStorageDriver: "floppy" } })).toHaveLength(1);
    expect(issues({ template: { dnsNameserver: "192.0.2.53,dns.example" } })).toHaveLength(1);
  });

  it("refuses TLS where clusters get no credential to fetch certificates with", () => {
    expect(issues({}, false)).toHaveLength(1);
    expect(issues({ template: { tlsDisabled: true } }, false)).toEqual([]);
  });

  it("says the label's name for a bad label", () => {
    expect(
      swarmMode.validate(snapshotOf({ cluster: { labels: { nope: "1" } } }), COMPOSITION),
    ).toEqual([expect.objectContaining({ code: "JRB_LABEL_INVALID" })]);
  });
});

describe("a node group", () => {
  const faults = (change: Partial<NodeGroup>) => {
    const { cluster, template } = snapshotOf({});
    const nodeGroups = [...cluster.nodeGroups, aNodeGroup(change)];
    return swarmMode
      .validate({ cluster: { ...cluster, nodeGroups }, template }, COMPOSITION)
      .map(({ path, code }) => `${path.join(".")} ${code}`);
  };

  it("may be of another flavor, image, size and label", () => {
    const nodeLabels = { "example.org.rack_1": "a b", gpu: "" };
    expect(faults({ nodeLabels, labels: { availability_zone: "west" } })).toEqual([]);
  });

  it.each<[string, Partial<NodeGroup>]>([
    ["nodeGroups.more.flavorId", { flavorId: null }],
    ["nodeGroups.more.nodeTaints", { nodeTaints: [{ key: "a", effect: "NoExecute" }] }],
    ["nodeGroups.more.nodeLabels", { nodeLabels: { "a=b": "c" } }],
    ["nodeGroups.more.nodeLabels", { nodeLabels: { "org.openstack.magnum.role": "x" } }],
    ["nodeGroups.more.nodeLabels", { nodeLabels: { "Com.Docker.x": "x" } }],
  ])("is refused for %s", (path, change) => {
    expect(faults(change)).toEqual([`${path} JRB_NODE_GROUP_INVALID`]);
  });

  it.each([
    ["nodeTaints", { nodeTaints: [{ key: "a", effect: "NoExecute" }] }],
    ["nodeLabels", { nodeLabels: { "a=b": "c" } }],
  ] as const)("is refused for %s when it is a default one", (field, change) => {
    const { cluster, template } = snapshotOf({});
    const nodeGroups = cluster.nodeGroups.map((group) =>
      group.role === "worker" ? nodeGroupSchema.parse({ ...group, ...change }) : group,
    );
    expect(
      swarmMode.validate({ cluster: { ...cluster, nodeGroups }, template }, COMPOSITION),
    ).toMatchObject([
      { path: ["nodeGroups", "default-worker", field], code: "JRB_NODE_GROUP_INVALID" },
    ]);
  });

  it("says once that a default group lacks a flavor", () => {
    const { cluster, template } = snapshotOf({});
    const nodeGroups = cluster.nodeGroups.map((group) => ({ ...group, flavorId: null }));
    const found = swarmMode.validate(
      { cluster: { ...cluster, nodeGroups }, template },
      COMPOSITION,
    );
    expect(found.map(({ path }) => path.join("."))).toEqual([
      "cluster.masterFlavorId",
      "cluster.flavorId",
    ]);
  });

  it("has swarm mode's labels", () => {
    expect(faults({ labels: { nope: "1" } })).toEqual(["nodeGroups.more.labels JRB_LABEL_INVALID"]);
  });
});

describe("a plan", () => {
  const plan = (workers: number) => {
    const { cluster, template } = snapshotOf({});
    const nodeGroups = cluster.nodeGroups.map((group) =>
      group.role === "worker" ? { ...group, nodeCount: workers } : group,
    );
    const snapshot = { cluster: { ...cluster, nodeGroups }, template };
    return swarmMode.plan?.planCluster(snapshot, COMPOSITION) ?? [];
  };

  it("has five resources more for each worker", () => {
    expect(plan(100).length - plan(0).length).toBe(500);
  });

  it("is refused for a cluster without measure, at once", () => {
    expect(() => plan(1e9)).toThrow(
      expect.objectContaining({
        code: "JRB_CLUSTER_INVALID",
        message: expect.stringContaining("Maximum resources per stack exceeded"),
      }),
    );
  });
});
