import type { Store } from "@jeroboam/core";
import type { DatabaseEngine } from "@jeroboam/test-engines";
import { expect, it } from "vitest";
import {
  databaseVersion,
  type DatabaseLocation,
  openSqlStore,
  parseDatabaseUrl,
  upgradeDatabase,
} from "../src/index.ts";
import { asAdministrator } from "./administrator.ts";
import { barrier } from "./barrier.ts";
import { aCluster } from "./contract/rows.ts";
import { startBlackHole } from "./black-hole.ts";
import { secretBox } from "./contract/store-bench.ts";

/** What may go wrong with a server and with the way to it. */
export function faultsContract(
  server: DatabaseEngine,
  newLocation: () => Promise<DatabaseLocation>,
): void {
  it("a deadlock ends with both transactions done", async () => {
    const location = await newLocation();
    const store = await openSqlStore({ location, secretBox });
    const [first, second] = [aCluster(), aCluster()];
    await store.clusters.insert(first);
    await store.clusters.insert(second);
    const both = barrier(2);
    let runs = 0;
    const change = (uuids: readonly string[]) =>
      store.transaction(async (rows) => {
        runs++;
        for (const uuid of uuids) {
          const row = await rows.clusters.find(uuid);
          if (row) await rows.clusters.replace(row);
          await both();
        }
      });
    await Promise.all([change([first.uuid, second.uuid]), change([second.uuid, first.uuid])]);
    expect(runs).toBeGreaterThan(2);
    for (const { uuid } of [first, second])
      expect((await store.clusters.find(uuid))?.version).toBe(3);
    await store.close();
  });

  it("a transaction whose connection is cut runs again, and nothing of it is there twice", async () => {
    const location = await newLocation();
    const store = await openSqlStore({ location, secretBox });
    const cluster = aCluster();
    let runs = 0;
    await store.transaction(async (rows) => {
      await rows.clusters.insert(cluster);
      if (runs++ === 0) await cutConnections(location);
      await rows.clusters.list({});
    });
    expect(runs).toBe(2);
    await cutConnections(location);
    expect(await store.clusters.list({})).toEqual([cluster]);
    await store.close();
  });

  it("a server that falls silent in a transaction is left, and what it wrote is written again", async () => {
    const { store, hole, close } = await behindProxy(await newLocation());
    const cluster = aCluster();
    let runs = 0;
    await store.transaction(async (rows) => {
      await rows.clusters.insert(cluster);
      if (runs++ === 0) hole.swallowOpen();
      await rows.clusters.list({});
    });
    expect(runs).toBe(2);
    hole.swallowOpen();
    expect(await store.clusters.list({})).toEqual([cluster]);
    await close();
  });

  it("a server that falls silent at a commit leaves its outcome open, and it is not written twice", async () => {
    const { store, hole, close } = await behindProxy(await newLocation());
    const cluster = aCluster();
    let runs = 0;
    const writing = store.transaction(async (rows) => {
      runs++;
      await rows.clusters.insert(cluster);
      hole.swallowAnswerToCommit();
    });
    await expect(writing).rejects.toMatchObject({ code: "JRB_STORE_OUTCOME_UNKNOWN" });
    expect(runs).toBe(1);
    expect(await store.clusters.list({})).toEqual([cluster]);
    await close();
  });

  it("a database that takes no writes says so at once, with what to do", async () => {
    const writable = await newLocation();
    await (await openSqlStore({ location: writable, secretBox })).close();
    const { location, end } = await withoutWrites(writable);
    const readOnly = await openSqlStore({ location, secretBox });
    await expect(readOnly.clusters.insert(aCluster())).rejects.toMatchObject({
      code: "JRB_STORE_UNAVAILABLE",
      retryable: true,
      message: expect.stringMatching(/read[- ]only.*name the server that does/i),
    });
    expect(await readOnly.clusters.list({})).toEqual([]);
    await readOnly.close();
    await end();
  });

  it("a server that was killed is waited for, and says so when that takes too long", async () => {
    const location = await newLocation();
    const store = await openSqlStore({ location, secretBox });
    const cluster = aCluster();
    await store.clusters.insert(cluster);
    await server.kill();
    await expect(store.clusters.insert(aCluster())).rejects.toMatchObject({
      code: "JRB_STORE_UNAVAILABLE",
      retryable: true,
    });
    const reading = store.clusters.list({});
    await server.start();
    expect(await reading).toEqual([cluster]);
    await store.clusters.insert(aCluster());
    expect(await store.clusters.list({})).toHaveLength(2);
    await store.close();
  }, 60_000);

  it("is upgraded once when two upgrade it, and not opened before", async () => {
    const location = parseDatabaseUrl(await server.createDatabase("not_upgraded"));
    await expect(openSqlStore({ location, secretBox })).rejects.toMatchObject({
      code: "JRB_STORE_SCHEMA",
    });
    expect(await databaseVersion(location)).toMatchObject({ current: null });
    const applied = await Promise.all([upgradeDatabase(location), upgradeDatabase(location)]);
    const { current, wanted, pending } = await databaseVersion(location);
    expect(applied.flat().at(-1)).toBe(wanted);
    expect(new Set(applied.flat()).size).toBe(applied.flat().length);
    expect([current, pending]).toEqual([wanted, []]);
    const store: Store = await openSqlStore({ location, secretBox });
    await store.close();
  });
}

/** A store behind a proxy through which its connections can be made to fall silent. */
async function behindProxy(location: DatabaseLocation) {
  if (location.kind === "sqlite") throw new Error("SQLite has no connections");
  const hole = await startBlackHole(location);
  const { port } = hole;
  const store = await openSqlStore({
    location: { ...location, port },
    secretBox,
    statementTimeoutMs: 300,
  });
  const close = async () => {
    await store.close();
    await hole.close();
  };
  return { store, hole, close };
}

/** Makes the server refuse writes to the database, as one does that only follows another. */
async function withoutWrites(location: DatabaseLocation) {
  if (location.kind === "sqlite") throw new Error("SQLite has no accounts");
  const { kind, database } = location;
  if (kind === "postgresql") {
    await asAdministrator(location, (run) =>
      run(`alter database ${database} set default_transaction_read_only = on`),
    );
    return { location, end: async () => {} };
  }
  await asAdministrator(location, async (run) => {
    await run("create user plain@'%' identified by 'plain'");
    await run(`grant all on ${database}.* to plain@'%'`);
    await run("set global read_only = 1");
  });
  return {
    location: { ...location, user: "plain", password: "plain" },
    end: () => asAdministrator(location, (run) => run("set global read_only = 0")),
  };
}

/** Ends the other connections to the database, as an administrator or a proxy would. */
const cutConnections = (location: DatabaseLocation): Promise<void> =>
  asAdministrator(location, async (run, kind) => {
    if (kind === "postgresql") {
      await run(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
      );
      return;
    }
    const rows = await run(
      "select id as id from information_schema.processlist where db = database() and id <> connection_id()",
    );
    for (const { id } of rows) await run(`kill ${id}`);
  });
