import { describe, expect, it } from "vitest";
import { alice } from "../testing/fake-cloud.ts";
import { managerBench } from "../testing/manager-bench.ts";

const HOUR_MS = 3_600_000;

async function clusterBench() {
  const bench = managerBench();
  await bench.template();
  await bench.create();
  await bench.settle();
  const { manager } = bench;
  return {
    ...bench,
    resize: (nodeCount: number) => manager.clusters.resize("c1", { nodeCount }),
    operations: () => manager.clusters.operations("c1"),
    workers: async () => {
      const { nodeGroups } = await manager.clusters.get("c1");
      return nodeGroups.find(({ name }) => name === "default-worker");
    },
    stack: async () => bench.stacks.byCluster.get((await manager.clusters.get("c1")).uuid),
  };
}

describe("a change that waits for another", () => {
  it("has its own time, however long the one before took", async () => {
    const bench = await clusterBench();
    bench.stacks.looks = Number.POSITIVE_INFINITY;
    await bench.resize(3);
    await bench.resize(4);
    expect((await bench.operations()).at(-1)?.deadlineAt).toBeNull();
    await bench.manager.runDueOperations();
    bench.clock.advance(2 * HOUR_MS);
    bench.stacks.looks = 2;
    await bench.settle();
    const states = (await bench.operations()).map(({ state }) => state);
    expect(states).toEqual(["succeeded", "failed", "succeeded"]);
    expect((await bench.stack())?.nodeCount).toBe(4);
  });

  it("is not done while the one before is", async () => {
    const bench = await clusterBench();
    await bench.resize(3);
    await bench.manager.runDueOperations();
    await bench.resize(4);
    await bench.settle();
    const statuses = (await bench.events()).flatMap((event) =>
      event.type === "cluster.status" ? [event.status] : [],
    );
    expect(statuses).toEqual([
      "CREATE_IN_PROGRESS",
      "CREATE_COMPLETE",
      "UPDATE_IN_PROGRESS",
      "UPDATE_COMPLETE",
    ]);
    expect((await bench.workers())?.nodeCount).toBe(4);
  });

  it("knows what a failed one left when it is refused itself", async () => {
    const bench = await clusterBench();
    bench.stacks.ending = "FAILED";
    await bench.resize(4);
    await bench.manager.runDueOperations();
    await bench.resize(1);
    bench.stacks.looks = 1;
    bench.stacks.beforeLook = async () => {
      bench.stacks.beforeLook = async () => undefined;
      bench.stacks.faults.push(new Error("refused"));
    };
    await bench.settle();
    expect((await bench.operations()).at(-1)?.input.formerNodeCounts).toEqual({
      [(await bench.workers())?.uuid ?? ""]: 4,
    });
  });

  it("is what a repeat of it follows, not somebody else's", async () => {
    const bench = await clusterBench();
    await bench.manager.nodeGroups.create("c1", { name: "big" });
    const { operation } = await bench.resize(2);
    expect(operation).toBeNull();
    const first = await bench.resize(3);
    expect((await bench.resize(3)).operation?.uuid).toBe(first.operation?.uuid);
  });
});

describe("a resize under a key that changes nothing", () => {
  it("is remembered all the same", async () => {
    const bench = await clusterBench();
    const keyed = bench.manager.as(alice, { idempotencyKey: "key", fingerprint: "one" });
    await keyed.clusters.resize("c1", { nodeCount: 2 });
    await bench.resize(5);
    await bench.settle();
    await keyed.clusters.resize("c1", { nodeCount: 2 });
    await bench.settle();
    expect((await bench.workers())?.nodeCount).toBe(5);
  });
});

describe("a report of a cluster's health", () => {
  it("is told to those who watch, once", async () => {
    const bench = await clusterBench();
    const report = { healthStatus: "UNHEALTHY", healthStatusReason: { api: "down" } } as const;
    const { version } = await bench.manager.clusters.updateHealth("c1", report);
    expect((await bench.manager.clusters.updateHealth("c1", report)).version).toBe(version);
    const told = (await bench.events()).filter(({ type }) => type === "cluster.health");
    expect(told).toEqual([
      expect.objectContaining({ healthStatus: "UNHEALTHY", reason: { api: "down" } }),
    ]);
  });
});
