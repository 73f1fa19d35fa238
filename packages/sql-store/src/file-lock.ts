import Database from "better-sqlite3";
import { makeOwnFile } from "./database/own-file.ts";

/** Held by a process that uses an SQLite file alone. */
export interface FileLock {
  release(): void;
}

/**
 * Locks an SQLite file against other processes that lock it too. The lock is SQLite's own, on a file
 * beside it (`<path>.lock`): the system drops it when the process ends, however that happens.
 *
 * @throws when another process has it
 */
export function lockSqliteFile(path: string): FileLock {
  const beside = `${path}.lock`;
  makeOwnFile(beside);
  const lock = new Database(beside, { timeout: 0 });
  try {
    lock.exec("begin exclusive");
  } catch (cause) {
    lock.close();
    if (!isBusy(cause)) throw cause;
    throw new Error(
      `another process uses ${path}; stop it first, or use MariaDB or PostgreSQL for several processes`,
      { cause },
    );
  }
  return { release: () => void lock.close() };
}

function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith("SQLITE_BUSY");
}
