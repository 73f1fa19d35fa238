import { JeroboamError } from "@jeroboam/core";
import type { CompiledQuery, DatabaseConnection } from "kysely";
import type { DatabaseEngine } from "./database-engine.ts";
import type { StatementRunner } from "./query-builder.ts";
import { withoutStatement } from "./transaction-failure.ts";

/** A transaction's statements until it ends; after a failure the database may have ended it by itself. */
export class OpenTransaction implements StatementRunner {
  readonly #engine: Pick<DatabaseEngine, "failureOf">;
  readonly #connection: DatabaseConnection;
  #ended = false;
  #failure: unknown;
  #wrote = false;

  constructor(engine: Pick<DatabaseEngine, "failureOf">, connection: DatabaseConnection) {
    this.#engine = engine;
    this.#connection = connection;
  }

  /** The first error that was more than a key that is there already. */
  get failure(): unknown {
    return this.#failure;
  }

  get wrote(): boolean {
    return this.#wrote;
  }

  /** Runs the work and takes no statement from then on. */
  async run<T>(work: (statements: StatementRunner) => Promise<T>): Promise<T> {
    try {
      const result = await work(this);
      // Also an error that `work` caught must not lead to a commit.
      if (this.#failure !== undefined) throw this.#failure;
      return result;
    } finally {
      this.#ended = true;
    }
  }

  async executeQuery<R>(query: CompiledQuery) {
    if (this.#ended)
      throw new JeroboamError("JRB_INTERNAL", "A statement came after its transaction's end.");
    if (this.#failure !== undefined) throw this.#failure;
    if (query.query.kind !== "SelectQueryNode") this.#wrote = true;
    try {
      return await this.#connection.executeQuery<R>(query);
    } catch (error) {
      withoutStatement(error);
      if (this.#engine.failureOf(error) !== "duplicate") this.#failure ??= error;
      throw error;
    }
  }
}
