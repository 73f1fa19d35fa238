import type { Dialect, Driver } from "kysely";
import type { Attempt } from "./attempt.ts";

export type DatabaseKind = "sqlite" | "mysql" | "postgresql";

/**
 * What an error of the database's driver means: the transaction may be run again; the connection is
 * gone; a row of that key is there already; the database takes nothing for now. Undefined is a fault.
 */
export type DatabaseFailure = "again" | "lost" | "duplicate" | "refused" | undefined;

/** How a database server is used; 0 sets no limit. */
export interface ConnectionLimits {
  readonly maxConnections: number;
  /** How long a statement may be without a sign of the server. */
  readonly statementTimeoutMs: number;
}

/** An open database, as far as its kind matters. */
export interface DatabaseEngine {
  readonly kind: DatabaseKind;
  readonly dialect: Dialect;
  /** Gives the connections of transactions. */
  readonly writer: Driver;
  /** Gives the connections of reads outside of transactions; they see what is committed. */
  readonly reader: Driver;
  readonly attempt: Attempt;
  /** Runs a read outside of transactions, when its turn comes. */
  readonly read: <T>(read: () => Promise<T>) => Promise<T>;
  /** Another number when anybody committed anything since; undefined where that is not cheap to know. */
  readonly revision: (() => number) | undefined;
  failureOf(error: unknown): DatabaseFailure;
  close(): Promise<void>;
}

/** Lets everything run at once. */
export const atOnce = <T>(work: () => Promise<T>): Promise<T> => work();

/** Runs one after the other what is handed to it. */
export function turns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };
}

/** The code of an error of a database's driver, or of Node's network. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : undefined;
}

/** Node's codes for a server that is away. */
export const NETWORK_CODES: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ECONNABORTED",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
]);
