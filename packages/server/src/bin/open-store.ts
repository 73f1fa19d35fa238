import { randomBytes } from "node:crypto";
import { dirname } from "node:path";
import type { Store } from "@jeroboam/core";
import {
  createSecretBox,
  type DatabaseLocation,
  describeDatabase,
  isSealed,
  lockSqliteFile,
  openSqlStore,
  parseDatabaseUrl,
  type SecretBox,
  upgradeDatabase,
} from "@jeroboam/sql-store";
import type { ServiceOptions } from "../service-options.ts";
import { atDatabase } from "./database-trouble.ts";
import { makeOwnDirectory } from "./own-directory.ts";
import { type Patience, untilThere } from "./patience.ts";
import { openSecretBox, type SecretKeyOptions } from "./secret-box.ts";
import type { ServiceRole } from "./role.ts";

type StoreOptions = SecretKeyOptions &
  Pick<ServiceOptions, "database" | "databaseMaxConnections" | "transportUrl">;

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
    const open = async () => {
      const secretBox = await secretBoxOf(location, options);
      const outbox = options.transportUrl !== undefined;
      // The lock is held by no other process, so whoever claimed something before is gone.
      const isAlone = lock !== undefined;
      const limits = maxConnections === undefined ? {} : { maxConnections };
      return atDatabase(location, () =>
        openSqlStore({ location, secretBox, outbox, isAlone, ...limits }),
      );
    };
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
async function secretBoxOf(location: DatabaseLocation, options: StoreOptions): Promise<SecretBox> {
  if (isInMemory(location)) return createSecretBox([randomBytes(KEY_BYTES)]);
  const create = !(await atDatabase(location, () => isSealed(location)));
  return openSecretBox(options, { create });
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
  makeOwnDirectory(dirname(location.path), "--state-directory or --database");
  const lock = await atDatabase(location, () => lockSqliteFile(location.path));
  try {
    await atDatabase(location, () => upgradeDatabase(location));
    return lock;
  } catch (error) {
    lock.release();
    throw error;
  }
}
