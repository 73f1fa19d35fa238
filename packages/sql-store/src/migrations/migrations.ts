import type { Migration } from "kysely/migration";
import type { DatabaseKind } from "../database/database-engine.ts";
import { createTables } from "./0001-tables.ts";
import { separateKeyPairs } from "./0002-key-pairs.ts";
import { addAuthorityExpiry } from "./0003-authority-expiry.ts";
import { addFormerCredentials } from "./0004-former-credentials.ts";
import { tableBuilder, type TableBuilder } from "./table-builder.ts";

/** In their order; a name is never used again, and what is released never changes. */
const STEPS: Readonly<Record<string, (builder: TableBuilder) => Promise<void>>> = {
  "0001-tables": createTables,
  "0002-key-pairs": separateKeyPairs,
  "0003-authority-expiry": addAuthorityExpiry,
  "0004-former-credentials": addFormerCredentials,
};

export const MIGRATION_NAMES: readonly string[] = Object.keys(STEPS);

export function migrationsFor(kind: DatabaseKind): Record<string, Migration> {
  return Object.fromEntries(
    Object.entries(STEPS).map(([name, step]) => [
      name,
      { up: async (db) => step(await tableBuilder(db, kind)) } satisfies Migration,
    ]),
  );
}
