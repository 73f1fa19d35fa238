import { setTimeout as wait } from "node:timers/promises";
import { JeroboamError, messageOf } from "@jeroboam/core";
import { CompiledQuery, type DatabaseConnection, type Driver, type QueryResult } from "kysely";
import type { DatabaseEngine, DatabaseFailure } from "./database-engine.ts";
import { adviceFor } from "./database-refusal.ts";
import type { StatementRunner } from "./query-builder.ts";

const MAX_ATTEMPTS = 10;
const FIRST_BACKOFF_MS = 10;
const MAX_BACKOFF_MS = 1000;
/** No attempt begins later, so that who waits for a server that is gone hears of it. */
const MAX_RETRY_MS = 30_000;

/**
 * Runs `work` in a transaction, and again when the database asks for that: it broke a deadlock, a
 * commit did not get through a cluster's certification, or the connection was lost before the commit.
 *
 * @throws `JRB_STORE_UNAVAILABLE` when nothing was written after all attempts,
 *   `JRB_STORE_OUTCOME_UNKNOWN` when the connection was lost at the commit itself
 */
export async function runTransaction<T>(
  engine: DatabaseEngine,
  work: (statements: StatementRunner) => Promise<T>,
): Promise<T> {
  const since = performance.now();
  for (let attempt = 1; ; attempt++) {
    const outcome = await engine.inTurn(() => runOnce(engine, work));
    if ("result" in outcome) return outcome.result;
    if (isLast(attempt, since)) throw unavailable(outcome.cause);
    await backOff(attempt);
  }
}

/**
 * Runs single reads outside of transactions, each on any connection, and again on another one when
 * that was lost.
 */
export function readRunner(engine: DatabaseEngine): StatementRunner {
  return {
    async executeQuery<R>(query: CompiledQuery) {
      const since = performance.now();
      for (let attempt = 1; ; attempt++) {
        try {
          const read = () => readOnce<R>(engine.reader, query);
          return await (engine.readsInTurn ? engine.inTurn(read) : read());
        } catch (error) {
          withoutStatement(error);
          if (!isPassing(engine.failureOf(error))) throw explained(engine, error);
          if (isLast(attempt, since)) throw unavailable(error);
        }
        await backOff(attempt);
      }
    },
  };
}

async function readOnce<R>(reader: Driver, query: CompiledQuery): Promise<QueryResult<R>> {
  const connection = await reader.acquireConnection();
  try {
    return await connection.executeQuery<R>(query);
  } finally {
    await reader.releaseConnection(connection);
  }
}

/** What came of one attempt: a result, or the reason to try again. */
type Outcome<T> = { readonly result: T } | { readonly cause: unknown };

async function runOnce<T>(
  engine: DatabaseEngine,
  work: (statements: StatementRunner) => Promise<T>,
): Promise<Outcome<T>> {
  let connection: DatabaseConnection;
  try {
    connection = await engine.writer.acquireConnection();
  } catch (cause) {
    if (!isPassing(engine.failureOf(cause))) throw explained(engine, cause);
    return { cause };
  }
  try {
    return await onConnection(engine, connection, work);
  } finally {
    await engine.writer.releaseConnection(connection);
  }
}

async function onConnection<T>(
  engine: DatabaseEngine,
  connection: DatabaseConnection,
  work: (statements: StatementRunner) => Promise<T>,
): Promise<Outcome<T>> {
  const transaction = new OpenTransaction(engine, connection);
  let result: T;
  try {
    await connection.executeQuery(CompiledQuery.raw(engine.begin));
    result = await work(transaction);
    // Also an error that `work` caught must not lead to a commit.
    if (transaction.failure !== undefined) throw transaction.failure;
  } catch (error) {
    transaction.ended = true;
    return rolledBack(engine, connection, transaction.failure ?? error, error);
  }
  transaction.ended = true;
  try {
    await commit(connection);
    return { result };
  } catch (error) {
    // Without a write there is nothing that could be there or not.
    if (engine.failureOf(error) === "lost" && transaction.wrote) throw unknownOutcome(error);
    return rolledBack(engine, connection, error, error);
  }
}

/** PostgreSQL answers a commit of a transaction that failed with `ROLLBACK` and no error. */
async function commit(connection: DatabaseConnection): Promise<void> {
  const { rows } = await connection.executeQuery<{ command?: string }>(CompiledQuery.raw("commit"));
  if (rows[0]?.command === "ROLLBACK") throw new Error("the database rolled the transaction back");
}

async function rolledBack(
  engine: DatabaseEngine,
  connection: DatabaseConnection,
  cause: unknown,
  thrown: unknown,
): Promise<{ cause: unknown }> {
  try {
    await engine.writer.rollbackTransaction(connection);
  } catch {
    // A connection that is gone, or a transaction that the database has ended already.
  }
  if (isPassing(engine.failureOf(cause))) return { cause };
  throw explained(engine, withoutStatement(engine.failureOf(cause) === "refused" ? cause : thrown));
}

function isLast(attempt: number, since: number): boolean {
  return attempt === MAX_ATTEMPTS || performance.now() - since > MAX_RETRY_MS;
}

/** Whether the same may go well at another time. */
function isPassing(failure: DatabaseFailure): boolean {
  return failure === "again" || failure === "lost";
}

/** A transaction's statements until it ends; after a failure the database may have ended it by itself. */
class OpenTransaction implements StatementRunner {
  readonly #engine: DatabaseEngine;
  readonly #connection: DatabaseConnection;
  ended = false;
  /** The first error that was more than a key that is there already. */
  failure: unknown;
  wrote = false;

  constructor(engine: DatabaseEngine, connection: DatabaseConnection) {
    this.#engine = engine;
    this.#connection = connection;
  }

  async executeQuery<R>(query: CompiledQuery) {
    if (this.ended)
      throw new JeroboamError("JRB_INTERNAL", "A statement came after its transaction's end.");
    if (this.failure !== undefined) throw this.failure;
    if (query.query.kind !== "SelectQueryNode") this.wrote = true;
    try {
      return await this.#connection.executeQuery<R>(query);
    } catch (error) {
      withoutStatement(error);
      if (this.#engine.failureOf(error) !== "duplicate") this.failure ??= error;
      throw error;
    }
  }
}

/** mysql2 hangs the statement with its values on the error, which may be logged whole. */
function withoutStatement(error: unknown): unknown {
  if (error instanceof Error) {
    Reflect.deleteProperty(error, "sql");
    Reflect.deleteProperty(error, "parameters");
  }
  return error;
}

/** Waits longer each time, and each process another time. */
async function backOff(attempt: number): Promise<void> {
  const longest = Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (attempt - 1));
  await wait(longest * (0.5 + Math.random() / 2));
}

/** The driver's error, or ours where the database takes nothing. */
function explained(engine: DatabaseEngine, error: unknown): unknown {
  return engine.failureOf(error) === "refused" ? unavailable(error) : error;
}

function unavailable(cause: unknown): JeroboamError {
  const todo = adviceFor(cause) ?? "Try again later.";
  return new JeroboamError(
    "JRB_STORE_UNAVAILABLE",
    `The database cannot be used at the moment, and nothing was written: ${messageOf(cause)}. ${todo}`,
    { cause, retryable: true },
  );
}

function unknownOutcome(cause: unknown): JeroboamError {
  return new JeroboamError(
    "JRB_STORE_OUTCOME_UNKNOWN",
    "The database was lost while it stored the change. Look whether the change is there before asking again.",
    { cause },
  );
}
