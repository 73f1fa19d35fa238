import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import type { DatabaseLocation } from "../database/database-location.ts";
import { isSealed, openSqlStore, upgradeDatabase } from "../open-sql-store.ts";
import { createSecretBox } from "./secret-box.ts";

const [first, second] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];

function newLocation(): DatabaseLocation & { kind: "sqlite" } {
  const folder = mkdtempSync(join(tmpdir(), "secret-marker-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return { kind: "sqlite", path: join(folder, "a.sqlite") };
}

async function openAndClose(location: DatabaseLocation, ...keys: readonly Buffer[]): Promise<void> {
  const store = await openSqlStore({ location, secretBox: createSecretBox(keys, "/keys") });
  await store.close();
}

it("a database takes only the key with which it was opened first", async () => {
  const location = newLocation();
  await upgradeDatabase(location);
  expect(await isSealed(location)).toBe(false);
  await openAndClose(location, first);
  expect(await isSealed(location)).toBe(true);
  await openAndClose(location, first);
  await expect(openAndClose(location, second)).rejects.toMatchObject({
    code: "JRB_SECRET_UNREADABLE",
    message: expect.stringMatching(/a\.sqlite is sealed with a key that is not in \/keys\. Copy/),
  });
  await openAndClose(location, first);
});

it("a new key in front of the old one opens the database, and the new one alone does not", async () => {
  const location = newLocation();
  await upgradeDatabase(location);
  await openAndClose(location, first);
  await openAndClose(location, second, first);
  await expect(openAndClose(location, second)).rejects.toThrow("is sealed with a key");
});

it("of two keys that come at once one is taken", async () => {
  const location = newLocation();
  await upgradeDatabase(location);
  const opened = await Promise.allSettled([
    openAndClose(location, first),
    openAndClose(location, second),
  ]);
  expect(opened.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
});

it("whether a database is sealed cannot be said before it is upgraded", async () => {
  await expect(isSealed(newLocation())).rejects.toMatchObject({ code: "JRB_STORE_SCHEMA" });
});
