import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { aCluster, anEvent, anOperation, at } from "./rows.ts";
import type { NewBench } from "./store-bench.ts";

const DONE = { state: "succeeded" } as const;

export function historyContract(newBench: NewBench): void {
  describe("old operations", () => {
    it("are found when they ended before, and stand before another one or lost their cluster", async () => {
      const store = await (await newBench()).open();
      const cluster = aCluster();
      await store.clusters.insert(cluster);
      const ofCluster = { clusterUuid: cluster.uuid };
      const add = (over: Parameters<typeof anOperation>[0]) =>
        store.operations.insert(anOperation(over));
      const first = await add({ ...ofCluster, ...DONE, finishedAt: at(1) });
      await add({ ...ofCluster, ...DONE, finishedAt: at(10) });
      const third = await add({ ...ofCluster, ...DONE, finishedAt: at(3) });
      await add(ofCluster);
      const orphan = await add({ ...DONE, finishedAt: at(2) });
      await add({});
      const last = await add({ ...ofCluster, ...DONE, finishedAt: at(4) });
      const query = { finishedBefore: at(10), after: 0, limit: 10 };
      expect(await store.operations.history(query)).toEqual([first, third, orphan]);
      expect(await store.operations.history({ ...query, limit: 2 })).toEqual([first, third]);
      const after = first.sequence;
      expect(await store.operations.history({ ...query, after })).toEqual([third, orphan]);
      await store.clusters.remove(cluster);
      expect(await store.operations.history({ ...query, after: orphan.sequence })).toEqual([last]);
      await store.close();
    });

    it("are forgotten, and those that are not at their end stay", async () => {
      const store = await (await newBench()).open();
      const open = await store.operations.insert(anOperation());
      const done = await store.operations.insert(anOperation({ ...DONE, finishedAt: at(1) }));
      const kept = await store.operations.insert(anOperation({ ...DONE, finishedAt: at(1) }));
      await store.operations.forget([]);
      await store.operations.forget([open.uuid, done.uuid, randomUUID()]);
      expect(await store.operations.find(open.uuid)).toEqual(open);
      expect(await store.operations.find(done.uuid)).toBeUndefined();
      expect(await store.operations.find(kept.uuid)).toEqual(kept);
      await store.close();
    });
  });

  describe("old events", () => {
    it("go from the first on, and numbers go on where they were", async () => {
      const store = await (await newBench()).open();
      expect(await store.events.removeBefore({ before: at(9), limit: 5 })).toBe(0);
      for (const ms of [0, 1, 2, 3]) await store.events.append({ ...anEvent(), at: at(ms) });
      const [, , third, fourth] = await store.events.after(0, {});
      expect(await store.events.removeBefore({ before: at(0), limit: 5 })).toBe(0);
      expect(await store.events.removeBefore({ before: at(9), limit: 1 })).toBe(1);
      expect(await store.events.removeBefore({ before: at(2), limit: 5 })).toBe(1);
      expect(await store.events.after(0, {})).toEqual([third, fourth]);
      expect(await store.events.removeBefore({ before: at(9), limit: 5 })).toBe(1);
      expect(await store.events.removeBefore({ before: at(9), limit: 5 })).toBe(0);
      expect(await store.events.latest()).toBe(fourth?.sequence);
      await store.events.append(anEvent());
      expect(await store.events.latest()).toBeGreaterThan(fourth?.sequence ?? 0);
      await store.close();
    });

    it("stay where the transaction fails", async () => {
      const store = await (await newBench()).open();
      for (const ms of [0, 1]) await store.events.append({ ...anEvent(), at: at(ms) });
      const failing = store.transaction(async (rows) => {
        expect(await rows.events.removeBefore({ before: at(9), limit: 5 })).toBe(1);
        throw new Error("no");
      });
      await expect(failing).rejects.toThrow("no");
      expect(await store.events.after(0, {})).toHaveLength(2);
      await store.close();
    });
  });
}
