import { randomUUID } from "node:crypto";
import type { Operation } from "@jeroboam/core";
import { describe, expect, it } from "vitest";
import { anOperation, at } from "./rows.ts";
import type { NewBench } from "./store-bench.ts";

const by = (owner: string, nowMs = 0, leaseMs = 100) => ({
  owner,
  now: at(nowMs),
  leaseUntil: at(nowMs + leaseMs),
});

export function operationsContract(newBench: NewBench): void {
  describe("operations", () => {
    it("are numbered in order of acceptance", async () => {
      const store = await (await newBench()).open();
      const clusterUuid = randomUUID();
      const first = await store.operations.insert(anOperation({ clusterUuid }));
      await store.operations.insert(anOperation());
      const last = await store.operations.insert(anOperation({ clusterUuid }));
      expect(last.sequence).toBeGreaterThan(first.sequence);
      expect(await store.operations.ofCluster(clusterUuid)).toEqual([first, last]);
      expect(await store.operations.openOf(clusterUuid)).toEqual([first, last]);
      await store.operations.replace({ ...first, state: "cancelled", finishedAt: at(1) });
      expect(await store.operations.ofCluster(clusterUuid)).toHaveLength(2);
      expect(await store.operations.openOf(clusterUuid)).toEqual([last]);
      await store.close();
    });

    it("are claimed by who is due longest, with lease, attempt and deadline", async () => {
      const store = await (await newBench()).open();
      const late = await store.operations.insert(anOperation({ notBefore: at(50) }));
      const early = await store.operations.insert(anOperation({ notBefore: at(10) }));
      expect(await store.operations.nextDue(at(0))).toEqual(at(10));
      expect(await store.operations.claim(by("a", 9))).toBeUndefined();
      const claimed = await store.operations.claim(by("a", 60));
      expect(claimed).toEqual({
        ...early,
        version: 2,
        state: "running",
        leaseOwner: "a",
        leaseUntil: at(160),
        attempt: 1,
        deadlineAt: at(60 + 60 * 60_000),
      });
      expect(await store.operations.find(early.uuid)).toEqual(claimed);
      expect(await store.operations.claim(by("b", 60))).toMatchObject({ uuid: late.uuid });
      expect(await store.operations.claim(by("c", 159))).toBeUndefined();
      expect(await store.operations.nextDue(at(60))).toEqual(at(160));
      const again = await store.operations.claim({ ...by("c", 160), uuid: early.uuid });
      expect(again).toMatchObject({ attempt: 2, deadlineAt: claimed?.deadlineAt });
      expect(await store.operations.claim({ ...by("d", 160), uuid: early.uuid })).toBeUndefined();
      await store.close();
    });

    it("wait for the unfinished ones before them", async () => {
      const store = await (await newBench()).open();
      const clusterUuid = randomUUID();
      const first = await store.operations.insert(anOperation({ clusterUuid, notBefore: at(50) }));
      const second = await store.operations.insert(anOperation({ clusterUuid }));
      expect(await store.operations.claim(by("a", 0))).toBeUndefined();
      expect(await store.operations.claim({ ...by("a", 0), uuid: second.uuid })).toBeUndefined();
      expect(await store.operations.nextDue(at(0))).toEqual(at(50));
      await store.operations.replace({ ...first, state: "succeeded", finishedAt: at(1) });
      expect(await store.operations.nextDue(at(0))).toEqual(at(0));
      expect(await store.operations.claim(by("a", 0))).toMatchObject({ uuid: second.uuid });
      await store.close();
    });

    it("are never claimed by two, however many try", async () => {
      const bench = await newBench();
      const stores = await Promise.all(Array.from({ length: 4 }, () => bench.open()));
      const COUNT = 120;
      await stores[0]?.transaction(async (rows) => {
        for (let index = 0; index < COUNT; index++) await rows.operations.insert(anOperation());
      });
      const conduct = async (_: unknown, index: number) => {
        const claimed: Operation[] = [];
        let idle = 0;
        while (idle < 3) {
          const operation = await stores[index]?.operations.claim(by(`owner ${index}`));
          if (operation) claimed.push(operation);
          else idle++;
        }
        return claimed;
      };
      const all = (await Promise.all(stores.map(conduct))).flat();
      expect(new Set(all.map(({ uuid }) => uuid)).size).toBe(COUNT);
      expect(all).toHaveLength(COUNT);
      expect(all.every(({ attempt }) => attempt === 1)).toBe(true);
      for (const store of stores) await store.close();
    }, 30_000);

    it("are renewed only by the claim that is current, which keeps their version", async () => {
      const store = await (await newBench()).open();
      await store.operations.insert(anOperation());
      const claimed = await store.operations.claim(by("a"));
      if (!claimed) throw new Error("nothing was claimed");
      expect(await store.operations.renew(claimed, at(500))).toBe(true);
      expect(await store.operations.renew(claimed, at(500))).toBe(true);
      expect(await store.operations.find(claimed.uuid)).toEqual({
        ...claimed,
        leaseUntil: at(500),
      });
      expect(await store.operations.claim(by("b", 499))).toBeUndefined();
      const other = await store.operations.claim(by("b", 500));
      expect(other?.leaseOwner).toBe("b");
      expect(await store.operations.renew(claimed, at(900))).toBe(false);
      if (!other) throw new Error("nothing was claimed");
      // The same owner's claim of before is not its present one either.
      const own = await store.operations.claim(by("b", 600));
      expect(own?.attempt).toBe(other.attempt + 1);
      expect(await store.operations.renew(other, at(900))).toBe(false);
      await store.operations.replace({ ...(own ?? other), state: "failed", finishedAt: at(1) });
      expect(await store.operations.renew(own ?? other, at(900))).toBe(false);
      expect(await store.operations.nextDue(at(0))).toBeUndefined();
      await store.close();
    });

    it("are hastened when they are queued, first and named", async () => {
      const store = await (await newBench()).open();
      const soon = { notBefore: at(1000) };
      const named = await store.operations.insert(anOperation(soon));
      const behind = await store.operations.insert(
        anOperation({ ...soon, clusterUuid: named.clusterUuid }),
      );
      const unnamed = await store.operations.insert(anOperation(soon));
      await store.operations.hasten([named.clusterUuid, randomUUID()], at(5));
      expect(await store.operations.find(named.uuid)).toEqual({
        ...named,
        version: 2,
        notBefore: at(5),
      });
      expect(await store.operations.find(behind.uuid)).toEqual(behind);
      expect(await store.operations.find(unnamed.uuid)).toEqual(unnamed);
      expect(await store.operations.nextDue(at(0))).toEqual(at(5));
      await store.operations.hasten([], at(1));
      await store.close();
    });

    it("lead to a template until they are finished", async () => {
      const store = await (await newBench()).open();
      const targetTemplate = randomUUID();
      const { input } = anOperation();
      const operation = await store.operations.insert(
        anOperation({ input: { ...input, targetTemplate } }),
      );
      expect(await store.operations.leadsTo(targetTemplate)).toBe(true);
      expect(await store.operations.leadsTo(randomUUID())).toBe(false);
      await store.operations.replace({ ...operation, state: "failed" });
      expect(await store.operations.leadsTo(targetTemplate)).toBe(false);
      await store.close();
    });
  });
}
