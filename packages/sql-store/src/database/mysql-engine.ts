import { readFile } from "node:fs/promises";
import { MysqlDialect } from "kysely";
import { createPool, type PoolConnection } from "mysql2";
import {
  atOnce,
  codeOf,
  type ConnectionLimits,
  type DatabaseEngine,
  type DatabaseFailure,
  NETWORK_CODES,
} from "./database-engine.ts";
import { singleTransactions } from "./single-transaction.ts";
import type { DatabaseServer } from "./database-location.ts";
import { isRefusal } from "./database-refusal.ts";
import { leavingPool } from "./leaving-pool.ts";
import { limitSilence, lockWaitMs } from "./server-silence.ts";

const CONNECT_TIMEOUT_MS = 10_000;
const KEEP_ALIVE_DELAY_MS = 10_000;

/** Opens a pool of connections to MariaDB or MySQL. */
export async function openMysqlEngine(
  server: DatabaseServer,
  { maxConnections, statementTimeoutMs }: ConnectionLimits,
): Promise<DatabaseEngine> {
  const { host, port, user, password, database, tlsAuthorityPath } = server;
  const pool = createPool({
    host,
    port,
    user,
    password,
    database,
    ...(tlsAuthorityPath === undefined ? {} : { ssl: { ca: await readFile(tlsAuthorityPath) } }),
    charset: "utf8mb4_bin",
    connectionLimit: maxConnections,
    connectTimeout: CONNECT_TIMEOUT_MS,
    enableKeepAlive: true,
    keepAliveInitialDelay: KEEP_ALIVE_DELAY_MS,
  });
  pool.on("connection", (connection) => {
    // The pool hears the first trouble of a connection only; a second one would end the process.
    connection.on("error", () => undefined);
    prepareSession(connection, statementTimeoutMs);
  });
  pool.on("acquire", (connection) => limitSilence(connection, statementTimeoutMs));
  pool.on("release", (connection) => limitSilence(connection, 0));
  const dialect = new MysqlDialect({
    pool: leavingPool(pool, ({ code }) => code === NOT_IN_CLUSTER),
  });
  const driver = dialect.createDriver();
  await driver.init();
  return {
    kind: "mysql",
    dialect,
    writer: driver,
    reader: driver,
    attempt: singleTransactions({ writer: driver, begin: "start transaction", failureOf }),
    read: atOnce,
    revision: undefined,
    failureOf,
    close: () => driver.destroy(),
  };
}

const SESSION = [
  "set session transaction isolation level read committed",
  // The driver escapes with backslashes, which a mode of the server's may forbid.
  "set session sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'",
];
/** Galera: what another node committed is there before this one reads. */
const WAIT_FOR_OTHER_NODES = "set session wsrep_sync_wait = 1";

/** These come before any statement of ours, because a connection takes statements in turn. */
function prepareSession(connection: PoolConnection, statementTimeoutMs: number): void {
  const lockWaitSeconds = Math.ceil(lockWaitMs(statementTimeoutMs) / 1000);
  const limits =
    statementTimeoutMs > 0 ? [`set session innodb_lock_wait_timeout = ${lockWaitSeconds}`] : [];
  for (const statement of [...SESSION, ...limits, WAIT_FOR_OTHER_NODES])
    connection.query(statement, (error) => {
      if (error && codeOf(error) !== "ER_UNKNOWN_SYSTEM_VARIABLE") connection.destroy();
    });
}

/** Galera: this node has left the cluster. It says so before it does anything. */
const NOT_IN_CLUSTER = "ER_UNKNOWN_COM_ERROR";
const AGAIN = new Set(["ER_LOCK_DEADLOCK", "ER_LOCK_WAIT_TIMEOUT", "ER_CHECKREAD", NOT_IN_CLUSTER]);
const LOST = new Set([
  "PROTOCOL_CONNECTION_LOST",
  "PROTOCOL_PACKETS_OUT_OF_ORDER",
  "ER_SERVER_SHUTDOWN",
  "ER_CONNECTION_KILLED",
  "ER_CON_COUNT_ERROR",
  // Galera: this node left the cluster while it committed, which the others may have done.
  "ER_ERROR_DURING_COMMIT",
]);

function failureOf(error: unknown): DatabaseFailure {
  const code = codeOf(error) ?? "";
  if (code === "ER_DUP_ENTRY") return "duplicate";
  if (AGAIN.has(code)) return "again";
  if (LOST.has(code) || NETWORK_CODES.has(code)) return "lost";
  if (isRefusal(error)) return "refused";
  // "Can't add new command when connection is in closed state" has no code of its own.
  return isFatal(error) && !code.startsWith("ER_") ? "lost" : undefined;
}

function isFatal(error: unknown): boolean {
  return error instanceof Error && "fatal" in error && error.fatal === true;
}
