import { readFile } from "node:fs/promises";
import { PostgresDialect } from "kysely";
import pg from "pg";
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
import { limitSilence, lockWaitMs } from "./server-silence.ts";

const CONNECT_TIMEOUT_MS = 10_000;
const KEEP_ALIVE_DELAY_MS = 10_000;

/** Opens a pool of connections to PostgreSQL. */
export async function openPostgresqlEngine(
  server: DatabaseServer,
  { maxConnections, statementTimeoutMs }: ConnectionLimits,
): Promise<DatabaseEngine> {
  const { host, port, user, password, database, tlsAuthorityPath } = server;
  const pool = new pg.Pool({
    host,
    port,
    user,
    password,
    database,
    ...(tlsAuthorityPath === undefined ? {} : { ssl: { ca: await readFile(tlsAuthorityPath) } }),
    max: maxConnections,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_DELAY_MS,
    ...(statementTimeoutMs > 0 ? { lock_timeout: lockWaitMs(statementTimeoutMs) } : {}),
    types: { getTypeParser },
  });
  // A connection that breaks is told of by the next statement; without a listener it would end the process.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  pool.on("acquire", ({ connection }) => limitSilence(connection, statementTimeoutMs));
  pool.on("release", (_error, { connection }) => limitSilence(connection, 0));
  const dialect = new PostgresDialect({ pool });
  const driver = dialect.createDriver();
  await driver.init();
  return {
    kind: "postgresql",
    dialect,
    writer: driver,
    reader: driver,
    attempt: singleTransactions({
      writer: driver,
      begin: "begin isolation level read committed",
      failureOf,
    }),
    read: atOnce,
    revision: undefined,
    failureOf,
    close: () => driver.destroy(),
  };
}

const BIGINT: number = pg.types.builtins.INT8;
const NUMERIC: number = pg.types.builtins.NUMERIC;

/** Our 64-bit numbers are counts and milliseconds, which a number holds exactly. */
function getTypeParser(oid: number, format?: "text" | "binary"): (value: string) => unknown {
  return oid === BIGINT || oid === NUMERIC ? Number : pg.types.getTypeParser(oid, format ?? "text");
}

/** Broken deadlocks and serializations, locks that took too long, and what the server cancelled. */
const AGAIN = new Set(["40001", "40P01", "55P03", "57014"]);
/** Class 08 is about connections; 57P are shutdowns and starts; 53300 is too many connections. */
const LOST = /^(08...|57P0[1-4]|53300)$/;
const LOST_MESSAGE =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Client was closed)/;

function failureOf(error: unknown): DatabaseFailure {
  const code = codeOf(error) ?? "";
  if (code === "23505") return "duplicate";
  if (AGAIN.has(code)) return "again";
  if (LOST.test(code) || NETWORK_CODES.has(code)) return "lost";
  if (isRefusal(error)) return "refused";
  return error instanceof Error && LOST_MESSAGE.test(error.message) ? "lost" : undefined;
}
