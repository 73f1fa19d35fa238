import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { openSqlStore, upgradeDatabase } from "../src/index.ts";
import { aCluster } from "./contract/rows.ts";
import { secretBox } from "./contract/store-bench.ts";
import { keyPairMigrationContract } from "./key-pair-migration.ts";
import { authorityExpiryMigrationContract } from "./authority-expiry-migration.ts";
import { rewrapContract } from "./rewrap.ts";
import { storeContract } from "./store-contract.ts";

async function newFile() {
  const folder = mkdtempSync(join(tmpdir(), "sql-store-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const location = { kind: "sqlite", path: join(folder, "a.sqlite") } as const;
  await upgradeDatabase(location);
  return location;
}

describe("a store in an SQLite file", { timeout: 60_000 }, () => {
  storeContract(
    async () => {
      const location = await newFile();
      return { open: (options) => openSqlStore({ location, secretBox, ...options }) };
    },
    { shared: true },
  );
  keyPairMigrationContract(newFile);
  rewrapContract(newFile);
  authorityExpiryMigrationContract(newFile);
});

it("a store in SQLite's memory is made new, and keeps its own", async () => {
  const location = { kind: "sqlite", path: ":memory:" } as const;
  const [one, two] = [
    await openSqlStore({ location, secretBox }),
    await openSqlStore({ location, secretBox }),
  ];
  await Promise.all([one.clusters.insert(aCluster()), one.clusters.list({})]);
  expect(await one.clusters.list({})).toHaveLength(1);
  expect(await two.clusters.list({})).toEqual([]);
  await one.close();
  await two.close();
});
