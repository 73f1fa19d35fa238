import { CompiledQuery, type DatabaseConnection } from "kysely";
import type { Outcome, TransactionParts } from "./attempt.ts";
import { OpenTransaction } from "./open-transaction.ts";
import type { StatementRunner } from "./query-builder.ts";
import { isPassing, refusalOf, unknownOutcome } from "./transaction-failure.ts";

/** Where a group of attempts ended: behind its commit, or before it and why. */
export type GroupEnd =
  | { readonly at: "end" }
  | { readonly at: "begin" | "member" | "commit"; readonly cause: unknown };

interface Waiting<T> {
  readonly work: (statements: StatementRunner) => Promise<T>;
  readonly resolve: (outcome: Outcome<T>) => void;
  readonly reject: (reason: unknown) => void;
}

type Done<T> =
  | { readonly kind: "stored"; readonly result: T; readonly wrote: boolean }
  | { readonly kind: "failed"; readonly cause: unknown; readonly thrown: unknown };

const SAVEPOINT = CompiledQuery.raw("savepoint member");
const RELEASE = CompiledQuery.raw("release member");
const ROLLBACK_TO = CompiledQuery.raw("rollback to member");

/** One of several attempts that share a commit. */
export class GroupMember<T = unknown> {
  readonly #parts: TransactionParts;
  readonly #waiting: Waiting<T>;
  #done: Done<T> | undefined;

  constructor(parts: TransactionParts, waiting: Waiting<T>) {
    this.#parts = parts;
    this.#waiting = waiting;
  }

  /** Runs it behind a savepoint; throws when the transaction of all ended with it. */
  async run(connection: DatabaseConnection): Promise<void> {
    const transaction = new OpenTransaction(this.#parts, connection);
    await connection.executeQuery(SAVEPOINT);
    try {
      const result = await transaction.run(this.#waiting.work);
      this.#done = { kind: "stored", result, wrote: transaction.wrote };
    } catch (thrown) {
      const cause = transaction.failure ?? thrown;
      this.#done = { kind: "failed", cause, thrown };
      await connection.executeQuery(ROLLBACK_TO).catch(() => Promise.reject(cause));
    }
    await connection.executeQuery(RELEASE);
  }

  /** Tells whoever waits what came of it. */
  settle(end: GroupEnd): void {
    const { resolve, reject } = this.#waiting;
    const done = this.#done;
    if (done?.kind === "failed") {
      // What it met may rest on what another one wrote in vain.
      if (end.at !== "end" && isPassing(this.#parts, end.cause)) resolve({ cause: end.cause });
      else this.#refuse(done.cause, done.thrown);
    } else if (end.at === "end") {
      if (done) resolve({ result: done.result });
    } else if (end.at === "member") resolve({ cause: end.cause });
    else if (end.at === "commit" && done?.wrote && this.#parts.failureOf(end.cause) === "lost")
      // Without a write there is nothing that could be there or not.
      reject(unknownOutcome(end.cause));
    else this.#refuse(end.cause, end.cause);
  }

  #refuse(cause: unknown, thrown: unknown): void {
    if (isPassing(this.#parts, cause)) this.#waiting.resolve({ cause });
    else this.#waiting.reject(refusalOf(this.#parts, cause, thrown));
  }
}
