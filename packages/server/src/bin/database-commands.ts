import { dirname } from "node:path";
import {
  databaseVersion,
  describeDatabase,
  parseDatabaseUrl,
  upgradeDatabase,
} from "@jeroboam/sql-store";
import type { ServiceOptions } from "../service-options.ts";
import { atDatabase } from "./database-trouble.ts";
import { makeOwnDirectory } from "./own-directory.ts";

type Print = (text: string) => void;

/** Applies what is missing in the database's schema and says what that was. */
export async function upgrade({ database }: ServiceOptions, print: Print): Promise<number> {
  const location = parseDatabaseUrl(database);
  if (location.kind === "sqlite" && location.path !== ":memory:")
    makeOwnDirectory(dirname(location.path), "--state-directory or --database");
  const applied = await atDatabase(location, () => upgradeDatabase(location));
  for (const migration of applied) print(`applied ${migration}\n`);
  print(`${describeDatabase(location)} is up to date\n`);
  return 0;
}

/** Says which schema the database has; answers 1 where something is missing. */
export async function printVersion(
  { database }: ServiceOptions,
  json: boolean,
  print: Print,
): Promise<number> {
  const location = parseDatabaseUrl(database);
  const version = await atDatabase(location, () => databaseVersion(location));
  const { current, wanted, pending } = version;
  if (json) print(`${JSON.stringify(version, null, 2)}\n`);
  else {
    print(`${current ?? "none"}\n`);
    if (pending.length > 0)
      print(`wanted: ${wanted}; run \`jeroboam db upgrade\` for ${pending.join(", ")}\n`);
  }
  return current === wanted && pending.length === 0 ? 0 : 1;
}
