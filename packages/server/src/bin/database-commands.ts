import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import {
  databaseVersion,
  describeDatabase,
  parseDatabaseUrl,
  upgradeDatabase,
} from "@jeroboam/sql-store";
import type { ServiceOptions } from "../service-options.ts";

type Print = (text: string) => void;

/** Applies what is missing in the database's schema and says what that was. */
export async function upgrade({ database }: ServiceOptions, print: Print): Promise<number> {
  const location = parseDatabaseUrl(database);
  if (location.kind === "sqlite" && location.path !== ":memory:")
    mkdirSync(dirname(location.path), { recursive: true, mode: 0o700 });
  const applied = await upgradeDatabase(location);
  for (const migration of applied) print(`applied ${migration}\n`);
  print(`${describeDatabase(location)} is up to date\n`);
  return 0;
}

/** Says which schema the database has; answers 1 where something is missing. */
export async function printVersion({ database }: ServiceOptions, print: Print): Promise<number> {
  const { current, wanted, pending } = await databaseVersion(parseDatabaseUrl(database));
  print(`${current ?? "none"}\n`);
  if (pending.length === 0) return current === wanted ? 0 : 1;
  print(`wanted: ${wanted}; run \`jeroboam db upgrade\` for ${pending.join(", ")}\n`);
  return 1;
}
