import type { Driver } from "kysely";
import type { DatabaseFailure } from "./database-engine.ts";
import type { StatementRunner } from "./query-builder.ts";

/** What came of one attempt at a transaction: a result, or the reason to try again. */
export type Outcome<T> = { readonly result: T } | { readonly cause: unknown };

/** Runs a transaction once; throws what trying again does not change. */
export type Attempt = <T>(work: (statements: StatementRunner) => Promise<T>) => Promise<Outcome<T>>;

/** What attempts are made with. */
export interface TransactionParts {
  /** Gives the connections of transactions. */
  readonly writer: Driver;
  /** The statement that begins a transaction which is going to write. */
  readonly begin: string;
  failureOf(error: unknown): DatabaseFailure;
}
