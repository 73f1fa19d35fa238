import {
  describeDatabase,
  isSealed,
  parseDatabaseUrl,
  type RewrappedTable,
  rewrapDatabase,
  type SealedSecrets,
  sealedSecretsOf,
} from "@jeroboam/sql-store";
import type { ServiceOptions } from "../service-options.ts";
import type { CommandCall } from "./command-call.ts";
import { atDatabase } from "./database-trouble.ts";
import { openSecretBox } from "./secret-box.ts";
import { textTable } from "./text-table.ts";

type Output = Pick<CommandCall, "columns" | "json" | "print">;

/** What a person reads for a table of the database. */
const NAMES: Readonly<Record<string, string>> = {
  credentials: "credentials",
  formerCredentials: "former credentials",
  keyPairs: "key pairs",
  secretMarkers: "marker",
};

/** Says which keys seal the secrets; answers 1 where some are to be rewrapped, 2 where a key is missing. */
export async function printSecrets(
  options: ServiceOptions,
  { json, print, columns }: Output,
): Promise<number> {
  const location = parseDatabaseUrl(options.database);
  if (!(await atDatabase(location, () => isSealed(location)))) {
    print(json ? '{ "keys": [], "secrets": [] }\n' : "nothing is sealed yet\n");
    return 0;
  }
  const secretBox = await openSecretBox(options, { create: false });
  const secrets = await atDatabase(location, () => sealedSecretsOf(location, secretBox));
  print(
    json
      ? `${JSON.stringify({ keys: secretBox.keyIds, secrets }, null, 2)}\n`
      : textTable(
          ["what", "sealed with", "state", "number"],
          secrets.map(({ table, keyId, state, count }) => {
            return [NAMES[table] ?? table, keyId, state, String(count)];
          }),
          columns,
        ),
  );
  return exitCode(secrets);
}

/** Seals every secret with the first key, and says how many were not. */
export async function rewrap(options: ServiceOptions, { json, print }: Output): Promise<number> {
  const location = parseDatabaseUrl(options.database);
  if (!(await atDatabase(location, () => isSealed(location)))) {
    print(json ? '{ "key": null, "tables": [] }\n' : "nothing is sealed yet\n");
    return 0;
  }
  const secretBox = await openSecretBox(options, { create: false });
  const told = (table: RewrappedTable) => {
    if (!json) print(`${lineOf(table)}\n`);
  };
  const tables = await atDatabase(location, () => rewrapDatabase(location, secretBox, told));
  const [key] = secretBox.keyIds;
  if (json) print(`${JSON.stringify({ key, tables }, null, 2)}\n`);
  else print(`every secret in ${describeDatabase(location)} is sealed with the key ${key}\n`);
  return 0;
}

function lineOf({ table, secrets, rewrapped }: RewrappedTable): string {
  return `${NAMES[table] ?? table}: ${rewrapped} of ${secrets} rewrapped`;
}

function exitCode(secrets: readonly SealedSecrets[]): number {
  if (secrets.some(({ state }) => state === "unknown")) return 2;
  return secrets.some(({ state }) => state === "former") ? 1 : 0;
}
