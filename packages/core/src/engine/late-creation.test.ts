import { describe, expect, it } from "vitest";
import { JeroboamError } from "../errors/jeroboam-error.ts";
import { fakeDriver } from "../testing/fake-driver.ts";
import { unavailable } from "../testing/fake-stacks.ts";
import { managerBench } from "../testing/manager-bench.ts";
import { DEFAULT_LEASE_MS } from "./engine-parts.ts";

type Bench = ReturnType<typeof managerBench>;

/** Another process dies while it asks the infrastructure for what the oldest operation wants. */
async function dieAsking({ store, clock }: Bench): Promise<string> {
  const now = clock.now();
  const leaseUntil = new Date(now.getTime() + DEFAULT_LEASE_MS);
  const claimed = await store.operations.claim({ owner: "another process", now, leaseUntil });
  if (!claimed) throw new Error("nothing was there to claim");
  await store.operations.replace({ ...claimed, finishedSteps: ["credentials", "certificates"] });
  return claimed.uuid;
}

async function secondsUntilDeleted({ clock, settle, manager }: Bench): Promise<number> {
  const before = clock.now().getTime();
  await settle();
  expect(await manager.clusters.list()).toEqual([]);
  return (clock.now().getTime() - before) / 1000;
}

describe("a deletion after a create of which nobody knows whether the infrastructure has it", () => {
  it("finds what turns up late", async () => {
    const bench = managerBench();
    await bench.template();
    const { cluster } = await bench.create();
    const operationId = await dieAsking(bench);
    await bench.manager.clusters.delete("c1");
    bench.clock.advance(DEFAULT_LEASE_MS);
    await bench.settle(20_000);
    expect(await bench.manager.clusters.get("c1")).toMatchObject({ status: "DELETE_IN_PROGRESS" });
    bench.stacks.create(cluster.uuid, operationId, 2);
    expect(await secondsUntilDeleted(bench)).toBeLessThan(30);
    expect(bench.stacks.byCluster.size).toBe(0);
  });

  it("looks for it no longer than a minute", async () => {
    const bench = managerBench();
    await bench.template();
    await bench.create();
    await dieAsking(bench);
    await bench.manager.clusters.delete("c1");
    bench.clock.advance(DEFAULT_LEASE_MS);
    expect(await secondsUntilDeleted(bench)).toBeGreaterThanOrEqual(60);
  });

  it("does not wait where the create was refused", async () => {
    const bench = managerBench();
    await bench.template();
    bench.stacks.faults.push(new JeroboamError("JRB_CLUSTER_INVALID", "no such flavor"));
    await bench.create();
    await bench.settle();
    expect(await bench.manager.clusters.get("c1")).toMatchObject({ status: "CREATE_FAILED" });
    await bench.manager.clusters.delete("c1");
    expect(await secondsUntilDeleted(bench)).toBeLessThan(5);
  });
});

async function withCluster(options: Parameters<typeof managerBench>[0] = {}): Promise<Bench> {
  const bench = managerBench(options);
  await bench.template();
  await bench.create();
  await bench.settle();
  return bench;
}

describe("a deletion after a node group that waited for its turn in vain", () => {
  it.each([
    ["node group", false],
    ["node group", true],
    ["cluster", false],
  ])("does not wait for it: of the %s (cancelled before: %s)", async (what, isCancelled) => {
    const bench = await withCluster();
    const { clusters, nodeGroups } = bench.manager;
    await nodeGroups.create("c1", { name: "more", nodeCount: 1 });
    if (isCancelled) {
      await clusters.cancel("c1");
      await bench.settle();
    }
    if (what === "cluster") await clusters.delete("c1");
    else await nodeGroups.delete("c1", "more");
    await bench.settle(10_000);
    const left = await clusters.list();
    expect(left.map((cluster) => cluster.nodeGroups.length)).toEqual(what === "cluster" ? [] : [2]);
  });
});

it("a node group that is deleted while it is asked for, and that turns up late, goes too", async () => {
  let asked = "";
  const { nodeGroups } = fakeDriver;
  if (!nodeGroups) throw new Error("the fake driver makes no node groups");
  const bench = await withCluster({
    driver: {
      ...fakeDriver,
      nodeGroups: {
        ...nodeGroups,
        async createNodeGroup(_, { operationId }) {
          asked = operationId;
          await bench.manager.nodeGroups.delete("c1", "more");
          throw unavailable();
        },
      },
    },
  });
  const { nodeGroup } = await bench.manager.nodeGroups.create("c1", { name: "more", nodeCount: 1 });
  await bench.settle(20_000);
  bench.stacks.create(nodeGroup.uuid, asked, 1);
  await bench.settle();
  expect(bench.stacks.byCluster.has(nodeGroup.uuid)).toBe(false);
});

describe.each(["node group", "cluster"])("a %s that is deleted", (what) => {
  it("takes a node group with it that turns up late", async () => {
    const bench = await withCluster();
    const { nodeGroups } = bench.manager;
    const { nodeGroup } = await nodeGroups.create("c1", { name: "more", nodeCount: 1 });
    const operationId = await dieAsking(bench);
    if (what === "cluster") await bench.manager.clusters.delete("c1");
    else await nodeGroups.delete("c1", "more");
    bench.clock.advance(DEFAULT_LEASE_MS);
    await bench.settle(20_000);
    bench.stacks.create(nodeGroup.uuid, operationId, 1);
    await bench.settle();
    expect(bench.stacks.byCluster.has(nodeGroup.uuid)).toBe(false);
    const left = await bench.manager.clusters.list();
    expect(left.map((cluster) => cluster.nodeGroups.length)).toEqual(what === "cluster" ? [] : [2]);
  });
});
