import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { Store } from "@jeroboam/core";
import {
  createSecretBox,
  type DatabaseLocation,
  describeDatabase,
  isSealed,
  loadSecretKeys,
  lockSqliteFile,
  openSqlStore,
  parseDatabaseUrl,
  type SecretBox,
  upgradeDatabase,
} from "@jeroboam/sql-store";
import type { ServiceOptions } from "../service-options.ts";
import { type Patience, untilThere } from "./patience.ts";
import type { ServiceRole } from "./role.ts";

type StoreOptions = Pick<
  ServiceOptions,
  "database" | "databaseMaxConnections" | "secretKeyFile" | "transportUrl"
>;

const KEY_BYTES = 32;

/**
 * Opens the database that the options name; waits for a database server that is away. A file of
 * SQLite belongs to one process, which brings its schema up to date; the schema of a database server
 * is its operator's to change.
 *
 * @throws where the schema or the key file does not fit, or another process has the file.
 */
export async function openStore(
  options: StoreOptions,
  role: ServiceRole,
  patience: Patience,
): Promise<Store> {
  const location = parseDatabaseUrl(options.database);
  const lock = await takeFile(location, role);
  try {
    const { databaseMaxConnections: maxConnections } = options;
    const open = async () =>
      openSqlStore({
        location,
        secretBox: await secretBoxOf(location, options),
        outbox: options.transportUrl !== undefined,
        ...(maxConnections === undefined ? {} : { maxConnections }),
      });
    const where = `the database ${describeDatabase(location)}`;
    const store = await untilThere(where, open, patience);
    let closed: Promise<void> | undefined;
    const close = async () => {
      await store.close();
      lock?.release();
    };
    return { ...store, close: () => (closed ??= close()) };
  } catch (error) {
    lock?.release();
    throw error;
  }
}

/**
 * What is only in memory is sealed with a key that is only in memory. A key file is made for a database
 * that is there and has no key yet, so that no second key comes beside the one that fits.
 */
async function secretBoxOf(
  location: DatabaseLocation,
  { secretKeyFile }: StoreOptions,
): Promise<SecretBox> {
  if (isInMemory(location)) return createSecretBox([randomBytes(KEY_BYTES)]);
  const create = !(await isSealed(location));
  if (create) mkdirSync(dirname(secretKeyFile), { recursive: true, mode: 0o700 });
  return createSecretBox(await loadSecretKeys(secretKeyFile, { create }), secretKeyFile);
}

function isInMemory(location: DatabaseLocation): boolean {
  return location.kind === "sqlite" && location.path === ":memory:";
}

/** Makes a file of SQLite this process's own; nothing has to be done for other databases. */
async function takeFile(location: DatabaseLocation, role: ServiceRole) {
  if (location.kind !== "sqlite") return undefined;
  if (role !== "all")
    throw new Error(
      `jeroboam ${role} needs a database that several processes can share, MariaDB or PostgreSQL; ${describeDatabase(location)} is for jeroboam all`,
    );
  if (isInMemory(location)) return undefined;
  mkdirSync(dirname(location.path), { recursive: true, mode: 0o700 });
  const lock = lockSqliteFile(location.path);
  try {
    await upgradeDatabase(location);
    return lock;
  } catch (error) {
    lock.release();
    throw error;
  }
}
