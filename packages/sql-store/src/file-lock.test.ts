import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { lockSqliteFile } from "./file-lock.ts";

const MODULE = new URL("file-lock.ts", import.meta.url).href;

function temporaryFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "file-lock-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, "a.sqlite");
}

it("refuses a second one until the first is released", () => {
  const path = temporaryFile();
  const first = lockSqliteFile(path);
  expect(() => lockSqliteFile(path)).toThrow(`another process uses ${path}`);
  first.release();
  lockSqliteFile(path).release();
});

it("says what is wrong with a place where no file can be", () => {
  expect(() => lockSqliteFile(join(temporaryFile(), "there", "a.sqlite"))).toThrow(
    /no such file or directory/,
  );
});

it("is gone with a process that was killed", async () => {
  const path = temporaryFile();
  const script = `
    const { lockSqliteFile } = await import(${JSON.stringify(MODULE)});
    globalThis.lock = lockSqliteFile(${JSON.stringify(path)});
    console.log("locked");
    setInterval(() => {}, 1000);
  `;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child.stdout, "data");
  expect(() => lockSqliteFile(path)).toThrow("another process uses");
  child.kill("SIGKILL");
  await once(child, "exit");
  lockSqliteFile(path).release();
});
