import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CompiledQuery } from "kysely";
import { expect, it, onTestFinished } from "vitest";
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
