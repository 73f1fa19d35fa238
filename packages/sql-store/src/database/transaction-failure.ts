import { JeroboamError, messageOf } from "@jeroboam/core";
import type { DatabaseEngine } from "./database-engine.ts";
import { adviceFor } from "./database-refusal.ts";

type Judge = Pick<DatabaseEngine, "failureOf">;

/** Whether the same may go well at another time. */
export function isPassing(engine: Judge, error: unknown): boolean {
  const failure = engine.failureOf(error);
  return failure === "again" || failure === "lost";
}

/**
 * What is to be thrown for a transaction that came to nothing and is not run again.
 *
 * @param cause - what the database said first
 * @param thrown - what came out of the transaction
 */
export function refusalOf(engine: Judge, cause: unknown, thrown: unknown): unknown {
  const isRefused = engine.failureOf(cause) === "refused";
  return explained(engine, withoutStatement(isRefused ? cause : thrown));
}

/** The driver's error, or ours where the database takes nothing. */
export function explained(engine: Judge, error: unknown): unknown {
  return engine.failureOf(error) === "refused" ? unavailable(error) : error;
}

export function unavailable(cause: unknown): JeroboamError {
  const todo = adviceFor(cause) ?? "Try again later.";
  return new JeroboamError(
    "JRB_STORE_UNAVAILABLE",
    `The database cannot be used at the moment, and nothing was written: ${messageOf(cause)}. ${todo}`,
    { cause, retryable: true },
  );
}

export function unknownOutcome(cause: unknown): JeroboamError {
  return new JeroboamError(
    "JRB_STORE_OUTCOME_UNKNOWN",
    "The database was lost while it stored the change. Look whether the change is there before asking again.",
    { cause },
  );
}

/** mysql2 hangs the statement with its values on the error, which may be logged whole. */
export function withoutStatement(error: unknown): unknown {
  if (error instanceof Error) {
    Reflect.deleteProperty(error, "sql");
    Reflect.deleteProperty(error, "parameters");
  }
  return error;
}
