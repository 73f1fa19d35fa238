import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { lockSqliteFile } from "../file-lock.ts";
import { makeOwnFile } from "./own-file.ts";

const MODULE = new URL("../file-lock.ts", import.meta.url).href;

function temporaryFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "own-file-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, "a.sqlite");
}

it("makes a file that others cannot read, and leaves one that is there", () => {
  const path = temporaryFile();
  makeOwnFile(path);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const { ino } = statSync(path);
  makeOwnFile(path);
  expect(statSync(path).ino).toBe(ino);
});

it("ends no lock that this process holds on the file", () => {
  const path = temporaryFile();
  const lock = lockSqliteFile(path);
  makeOwnFile(`${path}.lock`);
  const script = `
    const { lockSqliteFile } = await import(${JSON.stringify(MODULE)});
    try {
      lockSqliteFile(${JSON.stringify(path)});
      console.log("locked");
    } catch {
      console.log("refused");
    }
  `;
  const other = execFileSync(process.execPath, ["--input-type=module", "--eval", script]);
  expect(other.toString()).toBe("refused\n");
  lock.release();
});
