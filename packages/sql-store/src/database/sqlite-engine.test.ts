import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import Database from "better-sqlite3";
import { CompiledQuery } from "kysely";
import { expect, it, onTestFinished, vi } from "vitest";
import { runTransaction } from "./run-transaction.ts";
import { openSqliteEngine } from "./sqlite-engine.ts";

it("a full disk is told of as such, and what was there before stays", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sqlite-full-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const engine = await openSqliteEngine(join(folder, "a.sqlite"));
  const run = (...statements: string[]) =>
    runTransaction(engine, async (transaction) => {
      for (const statement of statements)
        await transaction.executeQuery(CompiledQuery.raw(statement));
    });
  await run("create table t (text)");
  const connection = await engine.writer.acquireConnection();
  await connection.executeQuery(CompiledQuery.raw("pragma max_page_count = 3"));
  await engine.writer.releaseConnection(connection);
  await run("insert into t values ('first')");
  await expect(run("insert into t values (hex(zeroblob(100000)))")).rejects.toMatchObject({
    code: "JRB_STORE_UNAVAILABLE",
    retryable: true,
    message: expect.stringContaining("Its disk is full: give it room."),
  });
  const { rows } = await connection.executeQuery(CompiledQuery.raw("select * from t"));
  expect(rows).toEqual([{ text: "first" }]);
  await engine.close();
});

/** A file that this process and another one write to. */
async function sharedFile({ isAlone = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "sqlite-revision-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "a.sqlite");
  const engine = await openSqliteEngine(path, isAlone);
  const run = (statement: string) =>
    runTransaction(engine, (transaction) => transaction.executeQuery(CompiledQuery.raw(statement)));
  await run("create table t (text)");
  return { engine, run, other: new Database(path) };
}

it("alone with its file, a commit of this process is another revision at once, one of another process within 100 ms", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const { engine, run, other } = await sharedFile({ isAlone: true });
  const seen = [engine.revision?.()];
  await run("insert into t values ('ours')");
  seen.push(engine.revision?.());
  other.exec("insert into t values ('theirs')");
  await nextTurn();
  expect(engine.revision?.()).toBe(seen.at(-1));
  vi.advanceTimersByTime(100);
  seen.push(engine.revision?.());
  expect(new Set(seen).size).toBe(3);
  other.close();
  await engine.close();
});

it("a commit of this process is another revision at once, one of another process with the next turn", async () => {
  const { engine, run, other } = await sharedFile();
  const seen = [engine.revision?.()];
  await run("insert into t values ('ours')");
  seen.push(engine.revision?.());
  other.exec("insert into t values ('theirs')");
  await nextTurn();
  seen.push(engine.revision?.());
  expect(new Set(seen).size).toBe(3);
  await nextTurn();
  expect(engine.revision?.()).toBe(seen.at(-1));
  other.close();
  await engine.close();
});
