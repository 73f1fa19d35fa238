import type { Store } from "@jeroboam/core";
import type { DatabaseEngine } from "@jeroboam/test-engines";
import { CompiledQuery } from "kysely";
import { expect, it } from "vitest";
import { openEngine } from "../src/database/open-engine.ts";
import {
  databaseVersion,
  type DatabaseLocation,
  openSqlStore,
  parseDatabaseUrl,
  upgradeDatabase,
} from "../src/index.ts";
import { aCluster } from "./contract/rows.ts";
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

/** Lets the first calls go on when all of them are there; later ones at once. */
function barrier(parties: number): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let arrived = 0;
  return async () => {
    if (++arrived === parties) resolve();
    await promise;
  };
}

/** Ends the other connections to the database, as an administrator or a proxy would. */
async function cutConnections(location: DatabaseLocation): Promise<void> {
  const { writer, kind, close } = await openEngine(location, 1);
  const connection = await writer.acquireConnection();
  const run = <R>(text: string) => connection.executeQuery<R>(CompiledQuery.raw(text));
  if (kind === "postgresql")
    await run(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
    );
  else {
    const { rows } = await run<{ id: number }>(
      "select id as id from information_schema.processlist where db = database() and id <> connection_id()",
    );
    for (const { id } of rows) await run(`kill ${id}`);
  }
  await writer.releaseConnection(connection);
  await close();
}
