import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { managerBench } from "../testing/manager-bench.ts";
import { createMemoryStore } from "./memory-store.ts";
import { pageOf } from "./page.ts";

async function cluster() {
  const bench = managerBench();
  await bench.template();
  return (await bench.create()).cluster;
}

describe("the memory store", () => {
  it("refuses a write against an older version", async () => {
    const store = createMemoryStore();
    const row = await cluster();
    await store.clusters.insert(row);
    const next = await store.clusters.replace({ ...row, status: "CREATE_FAILED" });
    expect(next.version).toBe(row.version + 1);
    await expect(store.clusters.replace(row)).rejects.toMatchObject({ code: "JRB_STORE_CONFLICT" });
    await expect(store.clusters.remove(row)).rejects.toMatchObject({ code: "JRB_STORE_CONFLICT" });
    await store.clusters.remove(next);
    expect(await store.clusters.find(row.uuid)).toBeUndefined();
  });

  it("keeps nothing of a transaction that throws", async () => {
    const store = createMemoryStore();
    const row = await cluster();
    const failing = store.transaction(async (rows) => {
      await rows.clusters.insert(row);
      expect(await rows.clusters.list({})).toHaveLength(1);
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await store.clusters.list({})).toEqual([]);
  });

  it("hides a transaction's writes until it is whole", async () => {
    const store = createMemoryStore();
    const row = await cluster();
    await store.transaction(async (rows) => {
      await rows.clusters.insert(row);
      expect(await store.clusters.find(row.uuid)).toBeUndefined();
    });
    expect(await store.clusters.find(row.uuid)).toEqual(row);
  });

  it("runs transactions one after the other, whatever they wait for", async () => {
    const store = createMemoryStore();
    const row = await cluster();
    await store.clusters.insert(row);
    const grow = () =>
      store.transaction(async (rows) => {
        const stored = await rows.clusters.find(row.uuid);
        await Promise.resolve();
        if (stored) await rows.clusters.replace(stored);
      });
    await Promise.all(Array.from({ length: 20 }, grow));
    expect((await store.clusters.find(row.uuid))?.version).toBe(row.version + 20);
  });
});

describe("pages", () => {
  it("put together are the whole list, for any size and order", () => {
    const rows = fc.uniqueArray(
      fc.record({ uuid: fc.uuid(), rank: fc.integer({ min: 0, max: 3 }) }),
      {
        selector: (row) => row.uuid,
      },
    );
    fc.assert(
      fc.property(
        rows,
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom("asc", "desc"),
        (all, limit, sortDirection) => {
          const order = { sortKey: "rank", sortDirection } as const;
          const whole = pageOf(all, order);
          const parts: typeof all = [];
          for (;;) {
            const marker = parts.at(-1)?.uuid;
            const page = pageOf(all, { ...order, limit, ...(marker ? { marker } : {}) });
            parts.push(...page);
            if (page.length < limit) break;
          }
          expect(parts).toEqual(whole);
        },
      ),
    );
  });
});

it("sorts text by code points, as the bytes of UTF-8 do", () => {
  const text = fc.string({ unit: "binary" });
  fc.assert(
    fc.property(fc.array(text), (names) => {
      const rows = names.map((name, index) => ({ uuid: String(index), name }));
      const sorted = pageOf(rows, { sortKey: "name" }).map(({ name }) => name);
      expect(sorted).toEqual(
        names.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
      );
    }),
  );
});
