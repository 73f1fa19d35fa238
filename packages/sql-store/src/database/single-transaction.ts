import { CompiledQuery, type DatabaseConnection } from "kysely";
import type { Attempt, Outcome, TransactionParts } from "./attempt.ts";
import { OpenTransaction } from "./open-transaction.ts";
import type { StatementRunner } from "./query-builder.ts";
import { explained, isPassing, refusalOf, unknownOutcome } from "./transaction-failure.ts";

/** Attempts that commit by themselves, each on a connection of its own. */
export function singleTransactions(parts: TransactionParts): Attempt {
  return async (work) => {
    let connection: DatabaseConnection;
    try {
      connection = await parts.writer.acquireConnection();
    } catch (cause) {
      if (!isPassing(parts, cause)) throw explained(parts, cause);
      return { cause };
    }
    try {
      return await onConnection(parts, connection, work);
    } finally {
      await parts.writer.releaseConnection(connection);
    }
  };
}

async function onConnection<T>(
  parts: TransactionParts,
  connection: DatabaseConnection,
  work: (statements: StatementRunner) => Promise<T>,
): Promise<Outcome<T>> {
  const transaction = new OpenTransaction(parts, connection);
  let result: T;
  try {
    await connection.executeQuery(CompiledQuery.raw(parts.begin));
    result = await transaction.run(work);
  } catch (error) {
    return rolledBack(parts, connection, transaction.failure ?? error, error);
  }
  try {
    await commit(connection);
    return { result };
  } catch (error) {
    // Without a write there is nothing that could be there or not.
    if (parts.failureOf(error) === "lost" && transaction.wrote) throw unknownOutcome(error);
    return rolledBack(parts, connection, error, error);
  }
}

/** PostgreSQL answers a commit of a transaction that failed with `ROLLBACK` and no error. */
async function commit(connection: DatabaseConnection): Promise<void> {
  const { rows } = await connection.executeQuery<{ command?: string }>(CompiledQuery.raw("commit"));
  if (rows[0]?.command === "ROLLBACK") throw new Error("the database rolled the transaction back");
}

async function rolledBack(
  parts: TransactionParts,
  connection: DatabaseConnection,
  cause: unknown,
  thrown: unknown,
): Promise<{ cause: unknown }> {
  try {
    await parts.writer.rollbackTransaction(connection);
  } catch {
    // A connection that is gone, or a transaction that the database has ended already.
  }
  if (isPassing(parts, cause)) return { cause };
  throw refusalOf(parts, cause, thrown);
}
