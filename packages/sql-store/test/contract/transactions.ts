import { setImmediate } from "node:timers/promises";
import { JeroboamError } from "@jeroboam/core";
import { describe, expect, it } from "vitest";
import { insertUnderLimit } from "./limited-insert.ts";
import { aCluster, anEvent } from "./rows.ts";
import type { NewBench } from "./store-bench.ts";

const LIMIT = 37;

export function transactionsContract(newBench: NewBench): void {
  describe("transactions", () => {
    it("keep nothing when they throw", async () => {
      const store = await (await newBench()).open();
      const failing = store.transaction(async (rows) => {
        await rows.clusters.insert(aCluster());
        await rows.events.append(anEvent());
        expect(await rows.clusters.list({})).toHaveLength(1);
        throw new Error("no");
      });
      await expect(failing).rejects.toThrow("no");
      expect(await store.clusters.list({})).toEqual([]);
      expect(await store.events.latest()).toBe(0);
      await store.close();
    });

    it("show nobody what they wrote before they end", async () => {
      const bench = await newBench();
      const [store, other] = [await bench.open(), await bench.open()];
      const row = aCluster();
      await store.transaction(async (rows) => {
        await rows.clusters.insert(row);
        expect(await store.clusters.find(row.uuid)).toBeUndefined();
        expect(await other.clusters.list({})).toEqual([]);
      });
      expect(await store.clusters.find(row.uuid)).toEqual(row);
      expect(await other.clusters.list({})).toEqual([row]);
      await store.close();
      await other.close();
    });

    it("answer what their work answers, and end with it", async () => {
      const store = await (await newBench()).open();
      expect(await store.transaction(async () => 42)).toBe(42);
      const rows = await store.transaction(async (escaped) => escaped);
      await store.clusters.insert(aCluster());
      await rows.clusters.insert(aCluster()).catch(() => undefined);
      expect(await store.clusters.list({})).toHaveLength(1);
      await store.close();
    });

    it("count a row up without losing one, however many processes do so", async () => {
      const bench = await newBench();
      const stores = [await bench.open(), await bench.open()];
      const row = aCluster();
      await stores[0]?.clusters.insert(row);
      const grow = async (_: unknown, index: number) => {
        const store = stores[index % 2];
        const once = store?.transaction(async (rows) => {
          const stored = await rows.clusters.find(row.uuid);
          if (stored) await rows.clusters.replace(stored);
        });
        const error = await once?.catch((caught: unknown) => caught);
        if (error === undefined) return;
        if (!JeroboamError.isInstance(error) || error.code !== "JRB_STORE_CONFLICT") throw error;
        await grow(_, index);
      };
      await Promise.all(Array.from({ length: 20 }, grow));
      expect((await stores[0]?.clusters.find(row.uuid))?.version).toBe(row.version + 20);
      for (const store of stores) await store.close();
    });

    it(`hold a name, so that 1000 creations under a limit of ${LIMIT} make ${LIMIT}`, async () => {
      const store = await (await newBench()).open({ maxConnections: 4 });
      const create = () => insertUnderLimit(store, LIMIT);
      const created = await Promise.all(Array.from({ length: 1000 }, create));
      expect(created.filter(Boolean)).toHaveLength(LIMIT);
      expect(await store.clusters.totals({})).toEqual({ clusters: LIMIT, nodes: 4 * LIMIT });
      expect(await store.clusters.totals({ projectId: "elsewhere" })).toEqual({
        clusters: 0,
        nodes: 0,
      });
      await store.hold("outside of a transaction");
      await store.close();
    }, 60_000);
  });

  describe("events", () => {
    it("are filtered, limited and numbered from one on", async () => {
      const store = await (await newBench()).open();
      expect(await store.events.latest()).toBe(0);
      const [a, b] = [anEvent(), anEvent({ projectId: "elsewhere" })];
      await store.transaction(async (rows) => {
        for (const event of [a, b, a]) await rows.events.append(event);
      });
      await store.events.append(b);
      const all = await store.events.after(0, {});
      const numbers = all.map(({ sequence }) => sequence);
      expect(all).toEqual(
        [a, b, a, b].map((event, index) => ({ ...event, sequence: numbers[index] })),
      );
      expect(numbers).toEqual(numbers.toSorted((x, y) => x - y));
      expect(await store.events.latest()).toBe(numbers.at(-1));
      expect(await store.events.after(numbers[1] ?? 0, {})).toHaveLength(2);
      expect(await store.events.after(0, { clusterUuid: a.clusterUuid })).toHaveLength(2);
      expect(await store.events.after(0, { projectId: "elsewhere", limit: 1 })).toEqual([all[1]]);
      const both = { clusterUuid: a.clusterUuid, projectId: "elsewhere" };
      expect(await store.events.after(0, both)).toEqual([]);
      await store.close();
    });

    it("never come with a smaller number than one that was seen", async () => {
      const bench = await newBench();
      const stores = [await bench.open(), await bench.open()];
      const reader = await bench.open();
      let writing = true;
      const write = async (_: unknown, index: number) => {
        for (let round = 0; round < 10; round++)
          await stores[index % 2]?.transaction(async (rows) => {
            const count = 1 + ((index + round) % 3);
            for (let event = 0; event < count; event++) await rows.events.append(anEvent());
            await rows.clusters.insert(aCluster());
          });
      };
      const watch = async () => {
        const seen: number[] = [];
        for (;;) {
          const last = !writing;
          const events = await reader.events.after(seen.at(-1) ?? 0, { limit: 5 });
          seen.push(...events.map(({ sequence }) => sequence));
          if (last && events.length === 0) return seen;
          await setImmediate();
        }
      };
      const watched = watch();
      await Promise.all(Array.from({ length: 8 }, write));
      writing = false;
      const all = (await reader.events.after(0, {})).map(({ sequence }) => sequence);
      expect(await watched).toEqual(all);
      expect(new Set(all).size).toBe(all.length);
      expect(all.length).toBeGreaterThan(100);
      for (const store of [...stores, reader]) await store.close();
    }, 30_000);
  });
}
