import { isMissing, startGalera } from "@jeroboam/test-engines";
import { afterAll, describe } from "vitest";
import {
  type DatabaseLocation,
  openSqlStore,
  parseDatabaseUrl,
  upgradeDatabase,
} from "../src/index.ts";
import { asAdministrator } from "./administrator.ts";
import { secretBox } from "./contract/store-bench.ts";
import { type GaleraLocation, absent } from "./galera-bench.ts";
import { galeraLossesContract } from "./galera-losses-contract.ts";
import { galeraWritersContract } from "./galera-writers-contract.ts";
import { storeContract } from "./store-contract.ts";

const cluster = await startGalera();
if (isMissing(cluster)) console.warn(`A store on Galera is not tested: ${cluster.missing}`);

describe.skipIf(isMissing(cluster))("a store on three nodes of Galera", { timeout: 60_000 }, () => {
  if (isMissing(cluster)) return;
  let databases = 0;
  /** A new database without tables, as each node has it. */
  const newLocations = async () =>
    (await cluster.createDatabase(`contract${databases++}`)).map(locationOf);
  let ours: Promise<readonly GaleraLocation[]> | undefined;
  /** One database, empty again: to make all tables takes all nodes half a second. */
  const emptyLocations = async () => {
    ours ??= (async () => {
      const made = await newLocations();
      for (const location of made.slice(0, 1)) await upgradeDatabase(location);
      return made;
    })();
    const locations = await ours;
    await Promise.all(cluster.nodes.map((node) => node.start()));
    for (const location of locations.slice(0, 1)) await empty(location);
    return locations;
  };
  afterAll(() => cluster.stop());

  storeContract(
    async () => {
      const locations = await emptyLocations();
      let opened = 0;
      return {
        open(options) {
          // Whatever one store does the next one sees on another node.
          const location = locations[opened++ % locations.length];
          return openSqlStore({ location: location ?? absent(), secretBox, ...options });
        },
      };
    },
    { shared: true },
  );
  const nodes = { cluster, emptyLocations, newLocations };
  galeraWritersContract(nodes);
  galeraLossesContract(nodes);
});

function locationOf(url: string): GaleraLocation {
  const location = parseDatabaseUrl(url);
  if (location.kind === "sqlite") throw new Error(`${url} is a file`);
  return location;
}

const KEPT = new Set(["jeroboam_migrations", "jeroboam_migration_lock"]);

async function empty(location: DatabaseLocation): Promise<void> {
  await asAdministrator(location, async (run) => {
    const tables = await run(
      "select table_name as name from information_schema.tables where table_schema = database()",
    );
    for (const { name = "" } of tables) if (!KEPT.has(name)) await run(`delete from ${name}`);
    await run("insert into counters (name, value) values ('event', 0)");
  });
}
