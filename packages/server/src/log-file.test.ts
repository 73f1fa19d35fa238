import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openLogFile } from "./log-file.ts";

let folder: string;
let path: string;
let complaints: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "log-"));
  mkdirSync(join(folder, "logs"));
  path = join(folder, "logs", "jeroboam.log");
  complaints = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = () => openLogFile(path, (text) => complaints.push(text));
const read = (file: string) => readFileSync(file, "utf8");

describe("a log file", () => {
  it("is appended to, and nobody else's to read", () => {
    open().write("a\n");
    open().write("b\n");
    expect(read(path)).toBe("a\nb\n");
    expect(statSync(path).mode & 0o007).toBe(0);
  });

  it("is gone on with where it was moved to, and anew once it is opened again", () => {
    const file = open();
    file.write("a\n");
    renameSync(path, `${path}.1`);
    file.write("b\n");
    file.reopen();
    file.write("c\n");
    expect([read(`${path}.1`), read(path), complaints]).toEqual(["a\nb\n", "c\n", []]);
  });

  it("is gone on with where it cannot be opened anew, and that is told", () => {
    const file = open();
    renameSync(join(folder, "logs"), join(folder, "moved"));
    file.reopen();
    file.write("a\n");
    expect(read(join(folder, "moved", "jeroboam.log"))).toBe("a\n");
    expect(complaints).toEqual([expect.stringContaining(`the log file ${path} cannot be opened`)]);
  });

  it("that cannot be opened is named", () => {
    rmSync(join(folder, "logs"), { recursive: true });
    expect(open).toThrow(`the log file ${path} cannot be opened: ENOENT`);
  });

  it("hands on what has no room on the disk", () => {
    path = "/dev/full";
    open().write("a\n");
    expect(complaints).toEqual([expect.stringMatching(/\/dev\/full: ENOSPC[^]*\na\n$/)]);
  });
});
