import type { Store } from "@jeroboam/core";
import { CompiledQuery } from "kysely";
import { expect, it, onTestFinished } from "vitest";
import type { DatabaseEngine } from "../src/database/database-engine.ts";
import { openEngine } from "../src/database/open-engine.ts";
import { readRunner } from "../src/database/run-transaction.ts";
import { type DatabaseLocation, databaseVersion, upgradeDatabase } from "../src/index.ts";
import { aloneInCluster } from "../src/migrations/alone-in-cluster.ts";
import { asAdministrator } from "./administrator.ts";
import { barrier } from "./barrier.ts";
import { insertUnderLimit } from "./contract/limited-insert.ts";
import { aCluster, anOperation, at } from "./contract/rows.ts";
import { type GaleraNodes, absent, openStore } from "./galera-bench.ts";

const LIMIT = 7;
const ROUNDS = 40;

/** What is true of several nodes that take writes at the same time. */
export function galeraWritersContract({ emptyLocations, newLocations }: GaleraNodes): void {
  const openAll = async () => Promise.all((await emptyLocations()).map(openStore));

  it("an operation that all nodes claim at the same time is one's", async () => {
    const stores = await openAll();
    for (let round = 0; round < ROUNDS; round++) {
      const [store = absent()] = stores;
      const { uuid } = await store.operations.insert(anOperation());
      const claims = await Promise.all(
        stores.map((each, index) =>
          each.operations.claim({
            owner: `owner ${index}`,
            now: at(0),
            leaseUntil: at(100),
            uuid,
          }),
        ),
      );
      const [claimed, ...more] = claims.filter((claim) => claim !== undefined);
      expect(more).toEqual([]);
      expect(await store.operations.find(uuid)).toEqual(claimed);
      expect(claimed?.attempt).toBe(1);
    }
  });

  it(`of 60 creations under a limit of ${LIMIT} on all nodes ${LIMIT} are made`, async () => {
    const stores = await openAll();
    const create = (_: unknown, index: number) =>
      insertUnderLimit(stores[index % stores.length] ?? absent(), LIMIT);
    const created = await Promise.all(Array.from({ length: 60 }, create));
    expect(created.filter(Boolean)).toHaveLength(LIMIT);
    for (const store of stores)
      expect(await store.clusters.totals({})).toMatchObject({ clusters: LIMIT });
  });

  it("what one node stored another one shows at once", async () => {
    const [writer = absent(), ...readers] = await openAll();
    for (let round = 0; round < ROUNDS; round++) {
      const row = aCluster();
      await writer.clusters.insert(row);
      const seen = await Promise.all(readers.map((reader) => reader.clusters.find(row.uuid)));
      expect(seen).toEqual([row, row]);
    }
  });

  it("what one node stored another one changes at once", async () => {
    const stores = await openAll();
    let row = aCluster();
    await stores[0]?.clusters.insert(row);
    for (let round = 1; round <= ROUNDS; round++)
      row = await (stores[round % stores.length] ?? absent()).clusters.replace(row);
    expect(row.version).toBe(1 + ROUNDS);
  });

  it("operations that one node after the other accepts are numbered in that order", async () => {
    const stores = await openAll();
    const numbers: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      // Backwards, as the last node gives the highest numbers.
      const store = stores[stores.length - 1 - (round % stores.length)] ?? absent();
      numbers.push((await store.operations.insert(anOperation())).sequence);
    }
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(new Set(numbers).size).toBe(ROUNDS);
  });

  it("two nodes that change one row at the same time both do, one after the other", async () => {
    const [first = absent(), second = absent()] = await openAll();
    const { uuid } = aCluster();
    await first.clusters.insert(aCluster({ uuid }));
    const both = barrier(2);
    let runs = 0;
    const change = (store: Store) =>
      store.transaction(async (rows) => {
        runs++;
        const row = (await rows.clusters.find(uuid)) ?? absent();
        await rows.clusters.replace(row);
        await both();
      });
    await Promise.all([change(first), change(second)]);
    expect(runs).toBeGreaterThan(2);
    expect((await first.clusters.find(uuid))?.version).toBe(3);
  });

  it("a database is upgraded once when that is begun on all nodes at the same time", async () => {
    const locations = await newLocations();
    const applied = await Promise.all(locations.map(upgradeDatabase));
    for (const location of locations) {
      const { current, wanted, pending } = await databaseVersion(location);
      expect([current, pending]).toEqual([wanted, []]);
    }
    expect(new Set(applied.flat()).size).toBe(applied.flat().length);
    const [location = absent()] = locations;
    expect(await tablesOf(location)).not.toContain("authorities");
    expect(await tablesWithoutKey(location)).toEqual([]);
  });

  it("upgrades on several nodes take turns, whatever the clocks say", async () => {
    const locations = await emptyLocations();
    const engines = await Promise.all(locations.map((each) => openEngine(each)));
    onTestFinished(async () => void (await Promise.all(engines.map((engine) => engine.close()))));
    let working = 0;
    const most: number[] = [];
    const work = async (engine: DatabaseEngine) => {
      most.push(++working);
      for (let reads = 0; reads < 20; reads++)
        await readRunner(engine).executeQuery(CompiledQuery.raw("select 1"));
      working--;
    };
    await Promise.all(
      [...engines, ...engines].map((engine) => aloneInCluster(engine, () => work(engine))),
    );
    expect(most).toEqual(Array(6).fill(1));
    // One died with the lock.
    const [location = absent()] = locations;
    await asAdministrator(location, (run) => run("update jeroboam_upgrades set mark = 1"));
    const [first = absent()] = engines;
    await aloneInCluster(first, () => work(first), 500);
    expect(most).toHaveLength(7);
  });
}

const tablesOf = async (location: DatabaseLocation) => {
  let names: readonly (string | undefined)[] = [];
  await asAdministrator(location, async (run) => {
    names = (
      await run(
        "select table_name as name from information_schema.tables where table_schema = database()",
      )
    ).map(({ name }) => name);
  });
  return names;
};

const tablesWithoutKey = async (location: DatabaseLocation) => {
  let names: readonly (string | undefined)[] = [];
  await asAdministrator(location, async (run) => {
    names = (
      await run(
        `select t.table_name as name from information_schema.tables t
         where t.table_schema = database() and not exists (
           select 1 from information_schema.table_constraints c
           where c.table_schema = t.table_schema and c.table_name = t.table_name
             and c.constraint_type = 'PRIMARY KEY')`,
      )
    ).map(({ name }) => name);
  });
  return names;
};
