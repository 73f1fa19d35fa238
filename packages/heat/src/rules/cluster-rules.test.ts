import { type Cluster, type ClusterTemplate, labelsSchema } from "@jeroboam/core";
import { describe, expect, it } from "vitest";
import { toySnapshot } from "../../test/toy-driver.ts";
import { clusterSource } from "../mapping/mapping-source.ts";
import { flavorRules, networkRules, proxyRules, storageDriverRule } from "./cluster-rules.ts";
import { issuesOf } from "./rule.ts";

const RULES = [
  ...networkRules,
  ...flavorRules,
  storageDriverRule(["overlay2"], "The storage driver is overlay2."),
  ...proxyRules,
];

interface Asked {
  readonly cluster?: Partial<Cluster>;
  readonly template?: Partial<ClusterTemplate>;
}
function broken({ cluster, template }: Asked): readonly string[] {
  const toys = toySnapshot(cluster);
  const source = clusterSource(
    {
      cluster: toys.cluster,
      template: { ...toys.template, externalNetworkId: "public", ...template },
    },
    labelsSchema,
  );
  return issuesOf(RULES, source, "JRB_CLUSTER_INVALID").map(({ path }) => path.join("."));
}
const withoutFlavors = toySnapshot().cluster.nodeGroups.map((group) => ({
  ...group,
  flavorId: null,
}));

describe("the rules of clusters", () => {
  it.each<[string, Asked]>([
    ["a network of its own", {}],
    [
      "an existing network without floating IPs, where no external one is known",
      {
        template: { externalNetworkId: null },
        cluster: { floatingIpEnabled: false, fixedNetwork: "office" },
      },
    ],
    [
      "a load balancer in an existing subnet",
      { cluster: { masterLbEnabled: true, fixedNetwork: "office", fixedSubnet: "floor" } },
    ],
    ["several name servers", { template: { dnsNameserver: "192.0.2.53, 2001:db8::53" } }],
    ["a storage driver that is known", { template: { dockerStorageDriver: "overlay2" } }],
    ["a proxy", { template: { httpProxy: "http://proxy.example:3128", noProxy: "a,b" } }],
  ])("accept %s", (_, asked) => {
    expect(broken(asked)).toEqual([]);
  });

  it.each<[string, Asked]>([
    ["template.externalNetworkId", { template: { externalNetworkId: null } }],
    [
      "template.externalNetworkId",
      { template: { externalNetworkId: null }, cluster: { fixedNetwork: "office" } },
    ],
    ["cluster.fixedNetwork", { cluster: { fixedSubnet: "floor" } }],
    ["cluster.fixedSubnet", { cluster: { fixedNetwork: "office", masterLbEnabled: true } }],
    ["template.dnsNameserver", { template: { dnsNameserver: "192.0.2.53,dns.example" } }],
    ["template.dockerStorageDriver", { template: { dockerStorageDriver: "floppy" } }],
    ["template.httpProxy", { template: { httpProxy: "http://it's" } }],
    ["template.httpsProxy", { template: { httpsProxy: "" } }],
    ["template.noProxy", { template: { noProxy: "a, b" } }],
  ])("refuse %s", (path, asked) => {
    expect(broken(asked)).toEqual([path]);
  });

  it("want a flavor of both default groups", () => {
    const paths = broken({ cluster: { nodeGroups: withoutFlavors } });
    expect(paths).toEqual(["cluster.masterFlavorId", "cluster.flavorId"]);
  });
});
