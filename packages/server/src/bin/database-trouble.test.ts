import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { JeroboamError } from "@jeroboam/core";
import { databaseVersion, parseDatabaseUrl } from "@jeroboam/sql-store";
import { expect, it, onTestFinished } from "vitest";
import { atDatabase } from "./database-trouble.ts";
import { isAway } from "./patience.ts";

const SERVER = parseDatabaseUrl("mysql+pymysql://magnum:hidden@db.example:3306/magnum");
const WHERE = "the database mysql magnum@db.example:3306/magnum: ";

const fromDriver = (code: string, message: string) => Object.assign(new Error(message), { code });

async function failed(thrown: unknown): Promise<unknown> {
  try {
    return await atDatabase(SERVER, () => {
      throw thrown;
    });
  } catch (error) {
    return error;
  }
}

it.each([
  ["ER_ACCESS_DENIED_ERROR", "Access denied for user 'magnum'@'host'", "check the user"],
  ["28P01", 'password authentication failed for user "magnum"', "check the user"],
  ["ER_BAD_DB_ERROR", "Unknown database 'magnum'", "create it, or name another one"],
  ["3D000", 'database "magnum" does not exist', "create it, or name another one"],
  ["ECONNREFUSED", "connect ECONNREFUSED 127.0.0.1:1", "look whether it runs there"],
])("names the database and what to do about %s", async (code, words, advice) => {
  const error = await failed(fromDriver(code, words));
  expect(error).toMatchObject({ message: expect.stringContaining(`${WHERE}${words}; ${advice}`) });
  expect(String(error)).not.toContain("hidden");
});

it("looks for the driver's words in what the store says, and stays something that may pass", async () => {
  const cause = fromDriver("ECONNREFUSED", "connect ECONNREFUSED 127.0.0.1:1");
  const error = await failed(
    new JeroboamError("JRB_STORE_UNAVAILABLE", "The database …", { cause, retryable: true }),
  );
  expect(error).toMatchObject({ message: expect.stringMatching(`^${WHERE}connect ECONNREFUSED`) });
  expect(isAway(error)).toBe(true);
});

it("finds words where each address of a name has an error of its own", async () => {
  const each = ["::1", "127.0.0.1"].map((address) =>
    fromDriver("ECONNREFUSED", `connect ECONNREFUSED ${address}:1`),
  );
  const all = Object.assign(new AggregateError(each), { code: "ECONNREFUSED" });
  expect(await failed(all)).toMatchObject({
    message: expect.stringContaining("connect ECONNREFUSED ::1:1; look"),
  });
});

it("names the database where a driver says something unheard of, and leaves our own words alone", async () => {
  expect(await failed(fromDriver("ER_NEW", "something new"))).toMatchObject({
    message: `${WHERE}something new`,
  });
  for (const own of [new JeroboamError("JRB_STORE_SCHEMA", "old"), new Error("another process")])
    expect(await failed(own)).toBe(own);
});

it("says what to do about a file that is no database, and a folder that is not there", async () => {
  const folder = mkdtempSync(join(tmpdir(), "database-trouble-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const text = join(folder, "text");
  writeFileSync(text, "no database at all, but long enough to be looked at as if it were one\n");
  const version = (path: string) => {
    const location = { kind: "sqlite", path } as const;
    return atDatabase(location, () => databaseVersion(location));
  };
  await expect(version(text)).rejects.toThrow(
    `the database sqlite ${text}: file is not a database; name another file`,
  );
  await expect(version(join(folder, "away", "a.sqlite"))).rejects.toThrow(
    /a\.sqlite: ENOENT.*; its folder has to be there/,
  );
});
