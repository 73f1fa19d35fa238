import { join } from "node:path";
import {
  createSecretBox,
  loadSecretKeys,
  openSqlStore,
  parseDatabaseUrl,
  upgradeDatabase,
} from "@jeroboam/sql-store";
import { type SeededRows, seedRows } from "./seeded-rows.ts";
import { databasePath } from "./server-under-load.ts";

/** Makes the database of a folder and fills it with what projects have; answers the clusters' uuids. */
export async function seedDatabase(
  folder: string,
  projects: readonly SeededRows[],
): Promise<readonly string[]> {
  const location = parseDatabaseUrl(`sqlite:///${databasePath(folder)}`);
  await upgradeDatabase(location);
  const secretBox = createSecretBox(await loadSecretKeys(join(folder, "secret.key")));
  const store = await openSqlStore({ location, secretBox });
  try {
    const uuids: string[] = [];
    for (const rows of projects) {
      uuids.push(...(await seedRows(store, rows)));
      await store.surveys.due(rows.projectId, new Date());
    }
    return uuids;
  } finally {
    await store.close();
  }
}
