import Database from "better-sqlite3";
import { type Driver, type SqliteDatabase, SqliteDialect } from "kysely";
import { commitGroups } from "./commit-group.ts";
import {
  atOnce,
  codeOf,
  type DatabaseEngine,
  type DatabaseFailure,
  turns,
} from "./database-engine.ts";
import { makeOwnFile } from "./own-file.ts";
import { isRefusal } from "./database-refusal.ts";

/** Waiting stops the whole process, so most of it is left to the attempts that follow. */
const BUSY_TIMEOUT_MS = 200;
/** How long a process that is alone with its file believes that nobody else wrote. */
const ALONE_FOR_MS = 100;
const IN_MEMORY = ":memory:";
/** Statements that are kept prepared; there are fewer kinds of them than that, but for lists of ids. */
const MAX_STATEMENTS = 500;

/** Of all engines in this process: several may have the same file. */
let attemptsEnded = 0;

/**
 * Opens an SQLite file, or makes it. Its transactions run one after the other.
 *
 * @param isAlone - Whether no other process works with it; what one commits nevertheless is noticed
 *   100 ms later at most. Default false.
 */
export async function openSqliteEngine(path: string, isAlone = false): Promise<DatabaseEngine> {
  const dialect = new SqliteDialect({ database: statementsOf(open(path)) });
  const writer = dialect.createDriver();
  await writer.init();
  const readings = path === IN_MEMORY ? undefined : open(path);
  const reader = readings ? await readerOf(readings) : writer;
  const inTurn = turns();
  // A transaction that reads first and writes later would find the file locked by then.
  const grouped = commitGroups({ writer, begin: "begin immediate", failureOf }, inTurn);
  return {
    kind: "sqlite",
    dialect,
    writer,
    reader,
    async attempt(work) {
      try {
        return await grouped(work);
      } finally {
        attemptsEnded += 1;
      }
    },
    read: reader === writer ? inTurn : atOnce,
    revision: readings && revisionOf(readings, isAlone),
    failureOf,
    // Behind the transactions that are open or wait.
    close: () =>
      inTurn(async () => {
        if (reader !== writer) await reader.destroy();
        await writer.destroy();
      }),
  };
}

/** Reads on a connection of its own see no transaction that is still open. */
async function readerOf(database: Database.Database): Promise<Driver> {
  const reader = new SqliteDialect({ database: statementsOf(database) }).createDriver();
  await reader.init();
  return reader;
}

/**
 * SQLite counts the commits of all other connections, of other processes too. It is asked once for all
 * that comes in one turn of the event loop, because all of that was on its way when the turn began, and
 * less often where no other process is expected; the commits of this process are never missed.
 */
function revisionOf(database: Database.Database, isAlone: boolean): () => number {
  const counter = database.prepare<[], number>("pragma data_version").pluck();
  let known: { readonly revision: number; readonly attemptsEnded: number } | undefined;
  const forget = () => {
    known = undefined;
  };
  return () => {
    if (known?.attemptsEnded !== attemptsEnded) {
      if (!known && isAlone) setTimeout(forget, ALONE_FOR_MS).unref();
      else if (!known) setImmediate(forget);
      known = { revision: counter.get() ?? Number.NaN, attemptsEnded };
    }
    return known.revision;
  };
}

function open(path: string): Database.Database {
  // What is in it is nobody else's business; the files beside it get the same mode.
  if (path !== IN_MEMORY) makeOwnFile(path);
  const database = new Database(path, { timeout: BUSY_TIMEOUT_MS });
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  return database;
}

/** Prepares each statement once. */
function statementsOf(database: Database.Database): SqliteDatabase {
  const prepared = new Map<string, Database.Statement>();
  return {
    prepare(sql: string) {
      const known = prepared.get(sql);
      if (known) return known;
      if (prepared.size >= MAX_STATEMENTS) prepared.clear();
      const statement = database.prepare(sql);
      prepared.set(sql, statement);
      return statement;
    },
    close: () => database.close(),
  };
}

function failureOf(error: unknown): DatabaseFailure {
  const code = codeOf(error) ?? "";
  if (code.startsWith("SQLITE_BUSY")) return "again";
  // At a commit nobody knows what reached the disk.
  if (code.startsWith("SQLITE_IOERR")) return "lost";
  if (isRefusal(error)) return "refused";
  return code === "SQLITE_CONSTRAINT_UNIQUE" || code === "SQLITE_CONSTRAINT_PRIMARYKEY"
    ? "duplicate"
    : undefined;
}
