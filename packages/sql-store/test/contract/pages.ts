import { randomUUID } from "node:crypto";
import { type Cluster, createMemoryStore, type Store } from "@jeroboam/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aCluster, at, aTemplate } from "./rows.ts";
import type { NewBench } from "./store-bench.ts";
import { aQuota } from "./versions.ts";

/** Few different values, so that many are equal; some differ by case, accent, end or plane alone. */
const text = fc.constantFrom("a", "A", "b", "ä", "a ", "a\t", "Z", "😀", "\uffee", "ﬀ", "ß", "");
const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const few = fc.integer({ min: 1, max: 3 });
const when = fc.integer({ min: 0, max: 2 }).map(at);

const clusters = fc.array(
  fc
    .record({
      name: text,
      userId: text,
      keypair: optional(text),
      dockerVolumeSizeGib: optional(few),
      labels: fc.dictionary(text, text, { maxKeys: 1 }),
      createTimeoutMinutes: few,
      floatingIpEnabled: fc.boolean(),
      masterLbEnabled: fc.boolean(),
      statusReason: optional(text),
      progress: optional(fc.record({ done: few, total: few })),
      healthStatus: fc.constantFrom(null, "HEALTHY", "UNHEALTHY"),
      backingRef: optional(text),
      createdAt: when,
      updatedAt: optional(when),
    })
    .map((over) => aCluster({ ...over, nodeGroups: [] })),
  { maxLength: 12 },
);
const SORT_KEYS = Object.keys(aCluster()).filter((key): key is keyof Cluster => key !== "");

export function pagesContract(newBench: NewBench): void {
  describe("pages", () => {
    it("are those of a simple model, for any rows, order and size", async () => {
      const store = await (await newBench()).open();
      let run = 0;
      await fc.assert(
        fc.asyncProperty(
          clusters,
          fc.constantFrom(undefined, ...SORT_KEYS),
          fc.constantFrom(undefined, "asc", "desc"),
          fc.integer({ min: 1, max: 5 }),
          async (shown, sortKey, sortDirection, limit) => {
            const rows = shown.map((row) => ({ ...row, uuid: randomUUID() }));
            const projectId = `project ${run++}`;
            const model = createMemoryStore();
            for (const each of [model, store])
              await each.transaction(async (writer) => {
                for (const row of rows) await writer.clusters.insert({ ...row, projectId });
              });
            const order = {
              projectId,
              ...(sortKey === undefined ? {} : { sortKey }),
              ...(sortDirection === undefined ? {} : { sortDirection }),
            };
            const whole = await model.clusters.list(order);
            expect(await store.clusters.list(order)).toEqual(whole);
            expect(await walk(store, { ...order, limit })).toEqual(whole);
          },
        ),
        { numRuns: 60 },
      );
      await store.close();
    }, 60_000);

    it("are the same array while their rows are the same, and current in every process", async () => {
      const bench = await newBench();
      const [store, other] = [await bench.open(), await bench.open()];
      const [first, second] = [aCluster(), aCluster()];
      await store.clusters.insert(first);
      const query = { limit: 1, projectId: first.projectId };
      const page = await store.clusters.list(query);
      expect(await store.clusters.list({ ...query })).toBe(page);
      expect(await other.clusters.find(second.uuid)).toBeUndefined();
      await store.clusters.insert(second);
      expect(await store.clusters.list(query)).toBe(page);
      expect(await other.clusters.find(second.uuid)).toEqual(second);
      expect(await store.clusters.list({ ...query, sortDirection: "desc" })).toEqual([second]);
      const changed = await other.clusters.replace({ ...first, name: "changed" });
      expect(await store.clusters.list(query)).toEqual([changed]);
      expect(await store.clusters.find(first.uuid)).toEqual(changed);
      await other.clusters.remove(changed);
      expect(await store.clusters.list(query)).toEqual([second]);
      expect(await store.clusters.find(first.uuid)).toBeUndefined();
      await store.close();
      await other.close();
    });

    it("begin only behind a marker that the filter lets through", async () => {
      const store = await (await newBench()).open();
      const mine = [aCluster({ name: "b" }), aCluster({ name: "a" })];
      const theirs = aCluster({ projectId: "elsewhere", clusterTemplateId: mine[0]?.uuid ?? "" });
      for (const row of [...mine, theirs]) await store.clusters.insert(row);
      const { projectId } = aCluster();
      expect(await store.clusters.list({ projectId, marker: theirs.uuid })).toEqual([]);
      expect(await store.clusters.list({ marker: mine[0]?.uuid ?? "" })).toEqual([mine[1], theirs]);
      expect(await store.clusters.list({ name: "a" })).toEqual([mine[1]]);
      const { clusterTemplateId } = theirs;
      expect(await store.clusters.list({ clusterTemplateId })).toEqual([theirs]);
      expect(await store.clusters.list({ limit: 0 })).toEqual([]);
      await store.close();
    });

    it("show public templates to everybody, and hidden ones to who asks for them", async () => {
      const store = await (await newBench()).open();
      const [own, foreign, open, hidden] = [
        aTemplate({ name: "own", hidden: true }),
        aTemplate({ name: "foreign", projectId: "elsewhere" }),
        aTemplate({ name: "open", projectId: "elsewhere", public: true }),
        aTemplate({ name: "hidden", projectId: "elsewhere", public: true, hidden: true }),
      ];
      for (const row of [own, foreign, open, hidden]) await store.clusterTemplates.insert(row);
      const visibleTo = "wonderland";
      const list = store.clusterTemplates.list;
      expect(await list({})).toEqual([own, foreign, open, hidden]);
      expect(await list({ visibleTo })).toEqual([own, open]);
      expect(await list({ visibleTo, withHidden: true })).toEqual([own, open, hidden]);
      expect(await list({ visibleTo, name: "open" })).toEqual([open]);
      expect(await list({ visibleTo, sortKey: "name" })).toEqual([open, own]);
      expect(await list({ marker: own.uuid, limit: 2 })).toEqual([foreign, open]);
      await store.close();
    });

    it("of quotas go by id or any field", async () => {
      const store = await (await newBench()).open();
      const [a, b, c] = [
        await store.quotas.insert(aQuota({ projectId: "p1", hardLimit: 5 })),
        await store.quotas.insert(aQuota({ projectId: "p2", hardLimit: 1, updatedAt: at(5) })),
        await store.quotas.insert(aQuota({ projectId: "p3", hardLimit: 5 })),
      ];
      expect(await store.quotas.list({})).toEqual([a, b, c]);
      expect(await store.quotas.list({ sortKey: "hardLimit" })).toEqual([b, a, c]);
      expect(await store.quotas.list({ sortKey: "updatedAt", sortDirection: "desc" })).toEqual([
        b,
        c,
        a,
      ]);
      expect(await store.quotas.list({ sortKey: "hardLimit", marker: a.id })).toEqual([c]);
      expect(await store.quotas.list({ projectId: "p2" })).toEqual([b]);
      expect(await store.quotas.list({ sortKey: "id", sortDirection: "desc", limit: 2 })).toEqual([
        c,
        b,
      ]);
      await store.close();
    });
  });
}

async function walk(
  store: Store,
  query: Parameters<Store["clusters"]["list"]>[0],
): Promise<readonly Cluster[]> {
  const rows: Cluster[] = [];
  for (;;) {
    const marker = rows.at(-1)?.uuid;
    const page = await store.clusters.list({ ...query, ...(marker ? { marker } : {}) });
    rows.push(...page);
    if (page.length < (query.limit ?? 0)) return rows;
  }
}
