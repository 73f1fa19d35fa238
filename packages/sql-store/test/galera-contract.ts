import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { pipeline } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { JeroboamError, type Store } from "@jeroboam/core";
import { type DatabaseCluster, type Engine, isMissing, startHaProxy } from "@jeroboam/test-engines";
import { CompiledQuery } from "kysely";
import { expect, it, onTestFinished } from "vitest";
import type { DatabaseEngine } from "../src/database/database-engine.ts";
import { openEngine } from "../src/database/open-engine.ts";
import { readRunner } from "../src/database/run-transaction.ts";
import {
  type DatabaseLocation,
  databaseVersion,
  openSqlStore,
  upgradeDatabase,
} from "../src/index.ts";
import { aloneInCluster } from "../src/migrations/alone-in-cluster.ts";
import { asAdministrator } from "./administrator.ts";
import { barrier } from "./barrier.ts";
import { aCluster, anOperation, at } from "./contract/rows.ts";
import { secretBox } from "./contract/store-bench.ts";

export type GaleraLocation = Exclude<DatabaseLocation, { kind: "sqlite" }>;

const LIMIT = 7;
const ROUNDS = 40;
/** Nobody tells when a commit is on its way; the others look into their mail only after that. */
const COMMIT_SENT_MS = 300;

/** What is true of several nodes that take writes at the same time. */
export function galeraContract(
  cluster: DatabaseCluster,
  emptyLocations: () => Promise<readonly GaleraLocation[]>,
  newLocations: () => Promise<readonly GaleraLocation[]>,
): void {
  const open = async (location: DatabaseLocation, statementTimeoutMs = 10_000) => {
    const store = await openSqlStore({ location, secretBox, statementTimeoutMs });
    onTestFinished(() => store.close());
    return store;
  };
  const openAll = async () => Promise.all((await emptyLocations()).map((each) => open(each)));

  const untilIn = (node: Engine, isIn: boolean) =>
    expect.poll(() => cluster.isIn(node), { timeout: 20_000, interval: 100 }).toBe(isIn);

  it("an operation that all nodes claim at the same time is one's", async () => {
    const stores = await openAll();
    for (let round = 0; round < ROUNDS; round++) {
      const [store = fail()] = stores;
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
    const create = (store: Store) =>
      store.transaction(async (rows) => {
        await rows.hold("clusters of wonderland");
        const { clusters } = await rows.clusters.totals({ projectId: "wonderland" });
        if (clusters >= LIMIT) return false;
        await rows.clusters.insert(aCluster());
        return true;
      });
    const created = await Promise.all(
      Array.from({ length: 60 }, (_, index) => create(stores[index % stores.length] ?? fail())),
    );
    expect(created.filter(Boolean)).toHaveLength(LIMIT);
    for (const store of stores)
      expect(await store.clusters.totals({})).toMatchObject({ clusters: LIMIT });
  });

  it("what one node stored another one shows at once", async () => {
    const [writer = fail(), ...readers] = await openAll();
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
      row = await (stores[round % stores.length] ?? fail()).clusters.replace(row);
    expect(row.version).toBe(1 + ROUNDS);
  });

  it("operations that one node after the other accepts are numbered in that order", async () => {
    const stores = await openAll();
    const numbers: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      // Backwards, as the last node gives the highest numbers.
      const store = stores[stores.length - 1 - (round % stores.length)] ?? fail();
      numbers.push((await store.operations.insert(anOperation())).sequence);
    }
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(new Set(numbers).size).toBe(ROUNDS);
  });

  it("two nodes that change one row at the same time both do, one after the other", async () => {
    const [first = fail(), second = fail()] = await openAll();
    const { uuid } = aCluster();
    await first.clusters.insert(aCluster({ uuid }));
    const both = barrier(2);
    let runs = 0;
    const change = (store: Store) =>
      store.transaction(async (rows) => {
        runs++;
        const row = (await rows.clusters.find(uuid)) ?? fail();
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
    const [location = fail()] = locations;
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
    const [location = fail()] = locations;
    await asAdministrator(location, (run) => run("update jeroboam_upgrades set mark = 1"));
    const [first = fail()] = engines;
    await aloneInCluster(first, () => work(first), 500);
    expect(most).toHaveLength(7);
  });

  it("what a node could not tell of because it lost the others stays open, and is not stored twice", async () => {
    const locations = await emptyLocations();
    const [first = fail(), ...others] = cluster.nodes;
    const [store, other] = await Promise.all([
      open(locations[0] ?? fail()),
      open(locations[1] ?? fail()),
    ]);
    const row = aCluster();
    await store.clusters.insert(row);
    let runs = 0;
    const cuts: Promise<void>[] = [];
    const cut = async () => {
      try {
        await setTimeout(COMMIT_SENT_MS);
        await cluster.isolate(first, true);
      } finally {
        for (const node of others) cluster.freeze(node, false);
      }
    };
    const storing = store.transaction(async (rows) => {
      runs++;
      await rows.clusters.replace((await rows.clusters.find(row.uuid)) ?? fail());
      // They have the commit in their mail when they learn that the first node is gone.
      for (const node of others) cluster.freeze(node, true);
      cuts.push(cut());
    });
    await expect(storing).rejects.toMatchObject({ code: "JRB_STORE_OUTCOME_UNKNOWN" });
    await Promise.all(cuts);
    expect(runs).toBe(1);
    expect((await other.clusters.find(row.uuid))?.version).toBe(2);
    await expect(store.clusters.find(row.uuid)).rejects.toMatchObject({
      code: "JRB_STORE_UNAVAILABLE",
      retryable: true,
      message: expect.stringContaining("not with the majority"),
    });
    await cluster.isolate(first, false);
    await untilIn(first, true);
    expect((await store.clusters.find(row.uuid))?.version).toBe(2);
  });

  it("a connection to a node that lost the majority is left for one that the proxy leads elsewhere", async () => {
    const locations = await emptyLocations();
    const [first = fail()] = cluster.nodes;
    const door = await startDoor(first.port);
    onTestFinished(door.close);
    const [location = fail(), elsewhere = fail()] = locations;
    const store = await open({ ...location, port: door.port });
    const row = aCluster();
    await store.clusters.insert(row);
    await cluster.isolate(first, true);
    await untilIn(first, false);
    door.leadTo(elsewhere.port);
    expect(await store.clusters.find(row.uuid)).toEqual(row);
    await store.clusters.replace(row);
    await cluster.isolate(first, false);
    await untilIn(first, true);
  });

  it("behind a proxy it goes on at another node when the one it writes to is killed", async ({
    skip,
  }) => {
    const locations = await emptyLocations();
    const [first = fail()] = cluster.nodes;
    const proxy = await startHaProxy(proxyOf(cluster));
    if (isMissing(proxy)) return skip(proxy.missing);
    onTestFinished(() => proxy.stop());
    const [location = fail(), elsewhere = fail()] = locations;
    const store = await open({ ...location, port: proxy.port });
    const [stored, open_]: [string[], string[]] = [[], []];
    const writing = new AbortController();
    const write = async () => {
      while (!writing.signal.aborted) {
        const row = aCluster();
        try {
          await store.clusters.insert(row);
          stored.push(row.uuid);
        } catch (error) {
          if (!JeroboamError.isInstance(error) || error.code !== "JRB_STORE_OUTCOME_UNKNOWN")
            throw error;
          open_.push(row.uuid);
        }
      }
    };
    const writers = Promise.all([write(), write(), write()]);
    await expect.poll(() => stored.length).toBeGreaterThan(20);
    await first.kill();
    const before = stored.length;
    await expect.poll(() => stored.length, { timeout: 20_000 }).toBeGreaterThan(before + 20);
    writing.abort();
    await writers;
    const there = new Set(
      (await (await open(elsewhere)).clusters.list({})).map(({ uuid }) => uuid),
    );
    expect(stored.filter((uuid) => !there.has(uuid))).toEqual([]);
    expect([...there].filter((uuid) => ![...stored, ...open_].includes(uuid))).toEqual([]);
  });
}

/** A way in that leads new connections elsewhere, and leaves those that are there. */
async function startDoor(port: number) {
  let target = port;
  const sockets = new Set<Socket>();
  const door = createServer((client) => {
    const behind = connect(target, "127.0.0.1");
    for (const socket of [client, behind]) sockets.add(socket.on("error", () => undefined));
    pipeline(client, behind, client, () => undefined);
  });
  await once(door.listen(0, "127.0.0.1"), "listening");
  return {
    port: (door.address() as AddressInfo).port,
    leadTo(other: number) {
      target = other;
    },
    close() {
      for (const socket of sockets) socket.destroy();
      door.close();
    },
  };
}

/** One node takes all writes, as an operator sets it up. */
const proxyOf = ({ nodes }: DatabaseCluster) => `
defaults
  mode tcp
  timeout connect 1s
  timeout client 60s
  timeout server 60s
listen galera
  bind 127.0.0.1:"$PORT"
  default-server inter 200ms fall 2 rise 2 on-marked-down shutdown-sessions
${nodes.map(({ port }, index) => `  server node${index} 127.0.0.1:${port} check${index > 0 ? " backup" : ""}`).join("\n")}
`;

function fail(): never {
  throw new Error("there is no node");
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
