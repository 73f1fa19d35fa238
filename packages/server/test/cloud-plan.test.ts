import type { ClusterRequest, ClusterTemplateRequest } from "@jeroboam/core";
import { swarmMode } from "@jeroboam/driver-swarm-mode";
import { describe, expect, it, type TestContext } from "vitest";
import { made, simulatedManager } from "./simulated-manager.ts";
import { until } from "./until.ts";

const TEMPLATE = { name: "swarm", coe: "swarm-mode" } as const;
const CLUSTER = {
  name: "c1",
  clusterTemplateId: "swarm",
  createTimeoutMinutes: 600,
} satisfies ClusterRequest;

const begin = (context: TestContext, template: Partial<ClusterTemplateRequest>) =>
  simulatedManager(context, { driver: swarmMode, template: { ...TEMPLATE, ...template } });

describe("a plan on a simulated cloud", { timeout: 60_000 }, () => {
  it.for<[string, Partial<ClusterTemplateRequest>, Partial<ClusterRequest>]>([
    ["one master and one worker", {}, {}],
    [
      "three masters behind a load balancer, with volumes",
      { masterLbEnabled: true, dockerVolumeSizeGib: 5 },
      { masterCount: 3, nodeCount: 2 },
    ],
    [
      "an existing network without floating IPs",
      { fixedNetwork: "private", fixedSubnet: "private-subnet", floatingIpEnabled: false },
      { nodeCount: 0 },
    ],
  ])("is %s, and then the cluster is", async ([, template, request], context) => {
    const { simulator, view, finished, seed } = await begin(context, template);
    const wish = { ...CLUSTER, ...request };
    const { resources, driver } = await view.clusters.plan(wish);
    expect(driver).toBe("swarm_mode_v1");
    expect(simulator.inspection.counts()).toEqual(seed);
    expect(await view.clusters.list()).toEqual([]);

    const cluster = await finished(view.clusters.create(wish));
    expect(cluster).toMatchObject({ status: "CREATE_COMPLETE" });
    const planned = resources.map(({ path, type }) => `${path.join("/")} ${type}`);
    expect(planned.toSorted()).toEqual(made(simulator));
    await finished(view.clusters.delete("c1"));
    expect(simulator.inspection.counts()).toEqual(seed);
  });
});

describe("node groups on a simulated cloud", { timeout: 60_000 }, () => {
  it("come, grow and go with the cluster left as it was", async (context) => {
    const { simulator, view, finished, seed } = await begin(context, {});
    const { inspection } = simulator;
    await finished(view.clusters.create(CLUSTER));
    const before = inspection.counts();

    const added = await finished(
      view.nodeGroups.create("c1", {
        name: "more",
        role: "gpu",
        nodeCount: 2,
        flavorId: "m1.medium",
      }),
    );
    expect(added).toMatchObject({ status: "UPDATE_COMPLETE" });
    expect((await view.nodeGroups.get("c1", "more")).nodeGroup).toMatchObject({
      status: "CREATE_COMPLETE",
      nodeCount: 2,
      nodeAddresses: [expect.any(String), expect.any(String)],
    });
    expect(inspection.counts()).toMatchObject({
      stacks: before.stacks + 1,
      servers: before.servers + 2,
    });

    await finished(view.clusters.resize("c1", { nodeGroup: "more", nodeCount: 3 }));
    expect((await view.nodeGroups.get("c1", "more")).nodeGroup).toMatchObject({
      status: "UPDATE_COMPLETE",
      nodeCount: 3,
    });
    expect(inspection.counts().servers).toBe(before.servers + 3);

    await finished(view.nodeGroups.delete("c1", "more"));
    expect((await view.clusters.get("c1")).nodeGroups.map(({ name }) => name)).toEqual([
      "default-master",
      "default-worker",
    ]);
    expect(inspection.counts()).toEqual(before);
    await finished(view.clusters.delete("c1"));
    expect(inspection.counts()).toEqual(seed);
  });

  it("end with the cluster that is deleted while they are being made", async (context) => {
    const { simulator, view, finished, seed } = await begin(context, {});
    await finished(view.clusters.create(CLUSTER));
    const { servers } = simulator.inspection.counts();
    await view.nodeGroups.create("c1", { name: "more", nodeCount: 2 });
    await until("a node of the group is there", async () => {
      return simulator.inspection.counts().servers > servers;
    });
    expect(await finished(view.clusters.delete("c1"))).toBeUndefined();
    expect(simulator.inspection.counts()).toEqual(seed);
  });
});
