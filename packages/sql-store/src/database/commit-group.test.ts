import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import fc from "fast-check";
import { CompiledQuery, type DatabaseConnection } from "kysely";
import { expect, it } from "vitest";
import type { Outcome } from "./attempt.ts";
import { commitGroups } from "./commit-group.ts";
import { type DatabaseFailure, turns } from "./database-engine.ts";
import { openSqliteEngine } from "./sqlite-engine.ts";

/** What an attempt does after it wrote its number. */
type Deed = "stay" | "throw" | "fail" | "end all";

/** A file of SQLite with attempts that share commits, each of which inserts its number. */
async function numbersInFile(watch: (sql: string) => void = () => {}) {
  const folder = mkdtempSync(join(tmpdir(), "commit-group-"));
  const path = join(folder, "a.sqlite");
  const engine = await openSqliteEngine(path);
  const connection = await engine.writer.acquireConnection();
  await engine.writer.releaseConnection(connection);
  const seen: DatabaseConnection = {
    streamQuery: connection.streamQuery,
    async executeQuery(query) {
      watch(query.sql);
      return connection.executeQuery<never>(query);
    },
  };
  const attempt = commitGroups(
    {
      begin: "begin immediate",
      failureOf: (error): DatabaseFailure =>
        error instanceof Error && error.message.startsWith("again") ? "again" : undefined,
      writer: {
        ...engine.writer,
        acquireConnection: async () => seen,
        releaseConnection: async () => {},
        rollbackTransaction: (each) => engine.writer.rollbackTransaction(each),
      },
    },
    turns(),
  );
  const sql = (text: string) => connection.executeQuery<{ n: number }>(CompiledQuery.raw(text));
  await sql("create table t (position integer primary key autoincrement, n integer unique)");
  return {
    folder,
    path,
    rows: async () => (await sql("select n from t order by position")).rows.map(({ n }) => n),
    async add(n: number, deed: Deed): Promise<Outcome<number>> {
      return attempt(async (statements) => {
        await statements.executeQuery(CompiledQuery.raw(`insert into t (n) values (${n})`));
        if (deed === "end all") await statements.executeQuery(CompiledQuery.raw("rollback"));
        if (deed === "fail") await statements.executeQuery(CompiledQuery.raw("nonsense"));
        if (deed !== "stay") throw new Error(`${deed} ${n}`);
        return n;
      });
    },
    async close() {
      await engine.close();
      rmSync(folder, { recursive: true });
    },
  };
}

const deeds = fc.array(fc.constantFrom<Deed>("stay", "stay", "stay", "throw", "fail"), {
  maxLength: 150,
});

it("one that fails takes no other with it, and they are stored in the order in which they came", async () => {
  await fc.assert(
    fc.asyncProperty(deeds, async (wanted) => {
      const numbers = await numbersInFile();
      const outcomes = await Promise.allSettled(wanted.map((deed, n) => numbers.add(n, deed)));
      const stay = [...wanted.keys()].filter((n) => wanted[n] === "stay");
      expect(await numbers.rows()).toEqual(stay);
      expect(
        outcomes.map((outcome) =>
          outcome.status === "fulfilled" ? outcome.value : String(outcome.reason),
        ),
      ).toEqual(
        wanted.map((deed, n) => {
          if (deed === "stay") return { result: n };
          return deed === "fail"
            ? 'SqliteError: near "nonsense": syntax error'
            : `Error: ${deed} ${n}`;
        }),
      );
      await numbers.close();
    }),
    { numRuns: 20 },
  );
});

it("what is waiting together waits for one commit, 64 at most", async () => {
  const commits: string[] = [];
  const numbers = await numbersInFile((sql) => void (sql === "commit" && commits.push(sql)));
  await Promise.all(Array.from({ length: 100 }, (_, n) => numbers.add(n, "stay")));
  expect(commits).toHaveLength(2);
  await numbers.close();
});

it("a crash before the commit shows nothing of the group, and nobody was told", async () => {
  const told: number[] = [];
  const crashes: { told: readonly number[]; found: readonly number[] }[] = [];
  const numbers = await numbersInFile((sql) => {
    if (sql !== "commit" && sql !== "release member") return;
    // What a process that is killed here leaves behind.
    const left = mkdtempSync(join(tmpdir(), "commit-group-crash-"));
    for (const ending of ["", "-wal"])
      cpSync(`${numbers.path}${ending}`, join(left, `a.sqlite${ending}`));
    const database = new Database(join(left, "a.sqlite"));
    const found = database.prepare<[], number>("select n from t order by n").pluck().all();
    database.close();
    rmSync(left, { recursive: true });
    crashes.push({ told: [...told].toSorted((a, b) => a - b), found });
  });
  const add = async (n: number) => {
    const outcome = await numbers.add(n, "stay");
    if ("result" in outcome) told.push(outcome.result);
  };
  for (const first of [0, 10, 20])
    await Promise.all(Array.from({ length: 10 }, (_, n) => add(first + n)));
  expect(crashes).toHaveLength(33);
  for (const crash of crashes) expect(crash.found).toEqual(crash.told);
  await numbers.close();
});

it("all are run again when the commit was refused, also one that failed beside the others", async () => {
  let refusals = 1;
  const numbers = await numbersInFile((sql) => {
    if (sql === "commit" && refusals-- > 0) throw new Error("again later");
  });
  const again = { cause: expect.objectContaining({ message: "again later" }) };
  const outcomes = Promise.all([numbers.add(1, "stay"), numbers.add(2, "throw")]);
  expect(await outcomes).toEqual([again, again]);
  expect(await numbers.rows()).toEqual([]);
  expect(await numbers.add(1, "stay")).toEqual({ result: 1 });
  await numbers.close();
});

it("a commit that fails for good is told to all", async () => {
  const numbers = await numbersInFile((sql) => {
    if (sql === "commit") throw new Error("broken");
  });
  const outcomes = await Promise.allSettled([numbers.add(1, "stay"), numbers.add(2, "stay")]);
  expect(outcomes.map((outcome) => outcome.status === "rejected" && outcome.reason)).toEqual([
    new Error("broken"),
    new Error("broken"),
  ]);
  expect(await numbers.rows()).toEqual([]);
  await numbers.close();
});

it("one with which the database ends the whole transaction fails alone, and the others are run again", async () => {
  const numbers = await numbersInFile();
  const outcomes = Promise.allSettled([
    numbers.add(1, "stay"),
    numbers.add(2, "end all"),
    numbers.add(3, "stay"),
  ]);
  const again = { status: "fulfilled", value: { cause: new Error("end all 2") } };
  expect(await outcomes).toEqual([
    again,
    { status: "rejected", reason: new Error("end all 2") },
    again,
  ]);
  expect(await numbers.rows()).toEqual([]);
  await numbers.close();
});
