import { afterEach, describe, expect, it } from "vitest";
import type { Scenario } from "@jeroboam/driver-bench";
import { clouds, type SimulatedCluster } from "./simulated-cluster.ts";

const { begin, close } = clouds();
afterEach(close);

/** Workers beside the masters. */
const WORKERS = 2;
const PLANS: readonly (readonly [string, Scenario])[] = [
  ["one master", {}],
  ["three masters behind a load balancer", { masterCount: 3, cluster: { masterLbEnabled: true } }],
  [
    "volumes, some of a type",
    { volumeSizeGib: 5, cluster: { labels: { docker_volume_type: "lvmdriver-1" } } },
  ],
  ["volumes of no type", { volumeSizeGib: 5 }],
  ["an existing network", { cluster: { fixedNetwork: "private", fixedSubnet: "private-subnet" } }],
  ["no floating IPs", { cluster: { floatingIpEnabled: false } }],
  [
    "server groups and volumes of the operator's type",
    {
      volumeSizeGib: 5,
      operator: { nodesAffinityPolicy: "soft-anti-affinity", dockerVolumeType: "lvmdriver-1" },
    },
  ],
  ["no TLS", { template: { tlsDisabled: true } }],
];

/** Stacks within the stack: not made by themselves. */
const isHolder = (type: string) => type === "OS::Heat::ResourceGroup" || type.endsWith(".yaml");

function made(cluster: SimulatedCluster): readonly string[] {
  const [root] = cluster.cloud.inspection.stacks().filter((stack) => !stack.parentId);
  return cluster.cloud.inspection
    .resources(root?.id ?? "")
    .filter(({ type }) => !isHolder(type))
    .map(({ path, type }) => `${path} ${type}`)
    .toSorted();
}

describe("a plan equals what is then made", { timeout: 60_000 }, () => {
  it.each(PLANS)("%s", async (_, scenario) => {
    const cluster = await begin(scenario);
    const planned = cluster.plan(WORKERS).map(({ path, type }) => `${path.join("/")} ${type}`);
    expect(made(cluster)).toEqual([]);
    expect((await cluster.create(WORKERS)).masters).toMatchObject({ status: "CREATE_COMPLETE" });
    expect(planned.toSorted()).toEqual(made(cluster));
  });
});
