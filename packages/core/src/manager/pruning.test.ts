import { describe, expect, it, vi } from "vitest";
import type { EngineParts } from "../engine/engine-parts.ts";
import { silentLogger } from "../engine/logger.ts";
import { fakeDriver } from "../testing/fake-driver.ts";
import { managerBench } from "../testing/manager-bench.ts";
import { createClusterManager } from "./create-cluster-manager.ts";
import { keepPruning, prune, type Retention } from "./pruning.ts";

const DAY_MS = 86_400_000;
const GOING_ON = new AbortController().signal;

/** A cluster that was made and resized, ten days ago, and one that was made and deleted. */
async function tenDaysLater() {
  const bench = managerBench();
  await bench.template();
  const made = await bench.create({ name: "kept" });
  await bench.settle();
  await bench.manager.clusters.resize("kept", { nodeCount: 3 });
  await bench.settle();
  const gone = await bench.create({ name: "gone" });
  await bench.settle();
  await bench.manager.clusters.delete("gone");
  await bench.settle();
  bench.clock.advance(10 * DAY_MS);
  const operations = async () => {
    const all = await Promise.all(
      [made, gone].map(({ cluster }) => bench.store.operations.ofCluster(cluster.uuid)),
    );
    return all.flat().map(({ kind, state }) => `${kind} ${state}`);
  };
  const pruned = (retention: Retention) =>
    prune(bench.store, retention, bench.clock.now(), GOING_ON);
  return { ...bench, operations, pruned };
}

describe("what happened long ago", () => {
  it("is removed but for the last operation of a cluster and the last event", async () => {
    const { pruned, operations, events } = await tenDaysLater();
    const before = (await events()).length;
    expect(before).toBeGreaterThan(1);
    expect(await pruned({ operationDays: 9, eventDays: 9 })).toEqual({
      operations: 3,
      events: before - 1,
    });
    expect(await operations()).toEqual(["resize succeeded"]);
    expect(await events()).toHaveLength(1);
    expect(await pruned({ operationDays: 9, eventDays: 9 })).toEqual({ operations: 0, events: 0 });
  });

  it("stays while it is younger, and where nothing is said of it", async () => {
    const { pruned, operations, events } = await tenDaysLater();
    const [all, log] = [await operations(), await events()];
    expect(await pruned({ operationDays: 11, eventDays: 0 })).toEqual({ operations: 0, events: 0 });
    expect(await pruned({ operationDays: 0, eventDays: 11 })).toEqual({ operations: 0, events: 0 });
    expect([await operations(), await events()]).toEqual([all, log]);
  });

  it("leaves what a retry needs, and what is open", async () => {
    const { pruned, manager, stacks, settle, clock } = await tenDaysLater();
    stacks.ending = "FAILED";
    await manager.clusters.resize("kept", { nodeCount: 5 });
    await settle();
    stacks.ending = "COMPLETE";
    clock.advance(10 * DAY_MS);
    await pruned({ operationDays: 1, eventDays: 1 });
    const { operation } = await manager.clusters.retry("kept");
    expect(operation).toMatchObject({ kind: "resize", input: { retryOf: expect.any(String) } });
    clock.advance(10 * DAY_MS);
    await pruned({ operationDays: 1, eventDays: 1 });
    await settle();
    expect(await manager.clusters.get("kept")).toMatchObject({ status: "UPDATE_COMPLETE" });
  });

  it("is removed in many small transactions", async () => {
    const { store, clock } = managerBench();
    const event = {
      type: "cluster.status",
      at: clock.now(),
      clusterUuid: "1b2c8a0e-6f4b-4c70-9a55-0a6a3f0f9d11",
      clusterName: "c1",
      projectId: "wonderland",
      operationId: null,
      status: "CREATE_COMPLETE",
      reason: null,
    } as const;
    await store.transaction(async (rows) => {
      for (let count = 0; count < 501; count++) await rows.events.append(event);
    });
    clock.advance(2 * DAY_MS);
    const sizes: number[] = [];
    const counting = {
      ...store,
      transaction: <T>(work: Parameters<typeof store.transaction<T>>[0]) =>
        store.transaction<T>((rows) =>
          work({
            ...rows,
            events: {
              ...rows.events,
              async removeBefore(query) {
                const removed = await rows.events.removeBefore(query);
                sizes.push(removed);
                return removed;
              },
            },
          }),
        ),
    };
    const retention = { operationDays: 0, eventDays: 1 };
    expect(await prune(counting, retention, clock.now(), GOING_ON)).toMatchObject({ events: 500 });
    expect(sizes).toEqual([200, 200, 100, 0]);
  });
});

describe("a process", () => {
  it("removes at once and again every hour, until it stops", async () => {
    const { store, clock, events } = await tenDaysLater();
    const stop = new AbortController();
    const slept: number[] = [];
    const parts: Pick<EngineParts<unknown>, "clock" | "log" | "stopping" | "store"> = {
      store,
      log: silentLogger,
      stopping: stop.signal,
      clock: {
        now: clock.now,
        async sleep(ms) {
          if (slept.push(ms) === 2) stop.abort();
        },
      },
    };
    await keepPruning(parts, { operationDays: 1, eventDays: 1 });
    expect(slept).toEqual([3_600_000, 3_600_000]);
    expect(await events()).toHaveLength(1);
  });

  it("does so where it runs operations and is told how long to keep", async () => {
    const { store, cloud, clock, events } = await tenDaysLater();
    const manager = createClusterManager({
      drivers: [fakeDriver],
      cloud,
      store,
      clock,
      retention: { eventDays: 1 },
    });
    await vi.waitFor(async () => expect(await events()).toHaveLength(1));
    await manager.close();
  });
});
