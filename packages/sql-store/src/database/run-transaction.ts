import { setTimeout as wait } from "node:timers/promises";
import type { CompiledQuery, Driver, QueryResult } from "kysely";
import type { DatabaseEngine } from "./database-engine.ts";
import type { StatementRunner } from "./query-builder.ts";
import { explained, isPassing, unavailable, withoutStatement } from "./transaction-failure.ts";

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
  { attempt }: Pick<DatabaseEngine, "attempt">,
  work: (statements: StatementRunner) => Promise<T>,
): Promise<T> {
  const since = performance.now();
  for (let tries = 1; ; tries++) {
    const outcome = await attempt(work);
    if ("result" in outcome) return outcome.result;
    if (isLast(tries, since)) throw unavailable(outcome.cause);
    await backOff(tries);
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
      for (let tries = 1; ; tries++) {
        try {
          return await engine.read(() => readOnce<R>(engine.reader, query));
        } catch (error) {
          withoutStatement(error);
          if (!isPassing(engine, error)) throw explained(engine, error);
          if (isLast(tries, since)) throw unavailable(error);
        }
        await backOff(tries);
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

function isLast(tries: number, since: number): boolean {
  return tries === MAX_ATTEMPTS || performance.now() - since > MAX_RETRY_MS;
}

/** Waits longer each time, and each process another time. */
async function backOff(tries: number): Promise<void> {
  const longest = Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (tries - 1));
  await wait(longest * (0.5 + Math.random() / 2));
}
