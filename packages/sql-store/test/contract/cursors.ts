import { describe, expect, it } from "vitest";
import { at } from "./rows.ts";
import type { NewBench } from "./store-bench.ts";

export function cursorsContract(newBench: NewBench): void {
  describe("a cursor", () => {
    const claim = { name: "notified", start: 7, now: at(0), until: at(100) };

    it("begins where its first reader says, and stands where it was moved to", async () => {
      const store = await (await newBench()).open();
      expect(await store.cursors.position("notified")).toBeUndefined();
      expect(await store.cursors.claim(claim)).toBe(7);
      expect(await store.cursors.claim(claim)).toBeUndefined();
      expect(await store.cursors.settle({ name: "notified", until: at(100), position: 9 })).toBe(
        true,
      );
      expect(await store.cursors.position("notified")).toBe(9);
      expect(await store.cursors.claim(claim)).toBe(9);
      expect(await store.cursors.position("other")).toBeUndefined();
      await store.close();
    });

    it("is taken from who keeps it too long, and who lost it moves nothing", async () => {
      const store = await (await newBench()).open();
      await store.cursors.claim(claim);
      const next = { ...claim, now: at(99), until: at(200) };
      expect(await store.cursors.claim(next)).toBeUndefined();
      expect(await store.cursors.claim({ ...next, now: at(100) })).toBe(7);
      expect(await store.cursors.settle({ name: "notified", until: at(100), position: 9 })).toBe(
        false,
      );
      expect(await store.cursors.position("notified")).toBe(7);
      await store.close();
    });

    it("is taken by one of many", async () => {
      const bench = await newBench();
      const stores = await Promise.all([bench.open(), bench.open(), bench.open()]);
      const taken = await Promise.all(
        stores.map((store, index) => store.cursors.claim({ ...claim, until: at(100 + index) })),
      );
      expect(taken.filter((position) => position !== undefined)).toEqual([7]);
      for (const store of stores) await store.close();
    });
  });
}
