import { CompiledQuery, type DatabaseConnection } from "kysely";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Attempt, TransactionParts } from "./attempt.ts";
import { commitGroups } from "./commit-group.ts";
import { type DatabaseFailure, turns } from "./database-engine.ts";
import { runTransaction } from "./run-transaction.ts";
import { singleTransactions } from "./single-transaction.ts";
import { openSqliteEngine } from "./sqlite-engine.ts";

type AttemptsOf = (parts: TransactionParts) => Attempt;

/** SQLite in memory whose next statements of that text fail, before or after they are done. */
async function flawedDatabase(attemptsOf: AttemptsOf) {
  const engine = await openSqliteEngine(":memory:");
  onTestFinished(() => engine.close());
  const flaws: { statement: string; failure: DatabaseFailure; after?: boolean }[] = [];
  const connection = await engine.writer.acquireConnection();
  const flawed: DatabaseConnection = {
    streamQuery: connection.streamQuery,
    async executeQuery(query) {
      const flaw = flaws[0]?.statement === query.sql ? flaws.shift() : undefined;
      if (flaw && !flaw.after) throw new Error(flaw.failure);
      const result = await connection.executeQuery<never>(query);
      if (flaw) throw new Error(flaw.failure);
      return result;
    },
  };
  const failureOf = (error: unknown): DatabaseFailure => {
    const message = error instanceof Error ? error.message : "";
    return message === "again" || message === "lost" || message === "refused" ? message : undefined;
  };
  const attempt = attemptsOf({
    begin: "begin immediate",
    failureOf,
    writer: {
      init: async () => {},
      acquireConnection: async () => flawed,
      releaseConnection: async () => {},
      beginTransaction: async () => {},
      commitTransaction: async () => {},
      rollbackTransaction: (each) => engine.writer.rollbackTransaction(each),
      destroy: async () => {},
    },
  });
  await connection.executeQuery(CompiledQuery.raw("create table t (n integer)"));
  const count = async () => {
    const counted = CompiledQuery.raw("select count(*) as n from t");
    return (await connection.executeQuery<{ n: number }>(counted)).rows[0]?.n;
  };
  return { engine: { attempt }, flaws, count };
}

const INSERT = "insert into t values (1)";

async function insertOnce(engine: { readonly attempt: Attempt }): Promise<number> {
  let runs = 0;
  await runTransaction(engine, async (statements) => {
    runs++;
    await statements.executeQuery(CompiledQuery.raw(INSERT));
  });
  return runs;
}

const KINDS: readonly (readonly [string, AttemptsOf])[] = [
  ["a transaction that commits by itself", singleTransactions],
  ["a transaction that shares its commit", (parts) => commitGroups(parts, turns())],
];

describe.each(KINDS)("%s", (_, attemptsOf) => {
  it.each(["begin immediate", INSERT])(
    "runs again when '%s' fails on the way",
    async (statement) => {
      const { engine, flaws, count } = await flawedDatabase(attemptsOf);
      flaws.push({ statement, failure: "lost" }, { statement, failure: "again", after: true });
      await insertOnce(engine);
      expect(await count()).toBe(1);
      expect(flaws).toEqual([]);
    },
  );

  it("runs again when the commit was refused", async () => {
    const { engine, flaws, count } = await flawedDatabase(attemptsOf);
    flaws.push({ statement: "commit", failure: "again" });
    expect(await insertOnce(engine)).toBe(2);
    expect(await count()).toBe(1);
  });

  it("does not run again when nobody knows what became of the commit", async () => {
    const { engine, flaws, count } = await flawedDatabase(attemptsOf);
    flaws.push({ statement: "commit", failure: "lost", after: true });
    await expect(insertOnce(engine)).rejects.toMatchObject({
      code: "JRB_STORE_OUTCOME_UNKNOWN",
      retryable: false,
      cause: expect.objectContaining({ message: "lost" }),
    });
    expect(await count()).toBe(1);
  });

  it("gives up in the end, and says that nothing was written", async () => {
    const { engine, flaws, count } = await flawedDatabase(attemptsOf);
    for (let attempt = 0; attempt < 20; attempt++)
      flaws.push({ statement: INSERT, failure: "again" });
    await expect(insertOnce(engine)).rejects.toMatchObject({
      code: "JRB_STORE_UNAVAILABLE",
      retryable: true,
    });
    expect(await count()).toBe(0);
  });

  it.each([INSERT, "commit"])("asks for nothing more when '%s' is refused", async (statement) => {
    const { engine, flaws, count } = await flawedDatabase(attemptsOf);
    flaws.push({ statement, failure: "refused" });
    await expect(insertOnce(engine)).rejects.toMatchObject({
      code: "JRB_STORE_UNAVAILABLE",
      cause: expect.objectContaining({ message: "refused" }),
    });
    expect(await count()).toBe(0);
  });

  it("commits nothing behind a failure that the work passed over", async () => {
    const { engine, flaws, count } = await flawedDatabase(attemptsOf);
    flaws.push({ statement: INSERT, failure: "again", after: true });
    let runs = 0;
    await runTransaction(engine, async (statements) => {
      runs++;
      await statements.executeQuery(CompiledQuery.raw(INSERT)).catch(() => undefined);
    });
    expect(runs).toBe(2);
    expect(await count()).toBe(1);
  });

  it("takes no statement after its end", async () => {
    const { engine, count } = await flawedDatabase(attemptsOf);
    const escaped = await runTransaction(engine, async (statements) => statements);
    await expect(escaped.executeQuery(CompiledQuery.raw(INSERT))).rejects.toMatchObject({
      code: "JRB_INTERNAL",
    });
    expect(await count()).toBe(0);
  });
});
