import { existsSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, it, onTestFinished } from "vitest";
import { makeDirectory } from "./make-directory.ts";

let folder = "";
beforeEach(() => {
  const made = mkdtempSync(join(tmpdir(), "make-directory-"));
  folder = made;
  onTestFinished(() => rmSync(made, { recursive: true }));
});

it("makes what is not there, for its user alone, and leaves what is there", () => {
  const path = join(folder, "a", "b", "c");
  for (let time = 0; time < 2; time++) makeDirectory(path);
  for (const each of [path, join(folder, "a")]) expect(statSync(each).mode & 0o777).toBe(0o700);
  symlinkSync(path, join(folder, "link"));
  makeDirectory(join(folder, "link"));
  makeDirectory(join(folder, "link", "d"));
  expect(existsSync(join(path, "d"))).toBe(true);
  makeDirectory("/");
});

it("says what is in the way", () => {
  writeFileSync(join(folder, "file"), "");
  symlinkSync(join(folder, "nowhere"), join(folder, "link"));
  expect(() => makeDirectory(join(folder, "file"))).toThrow(/EEXIST/);
  expect(() => makeDirectory(join(folder, "file", "a", "b"))).toThrow(/ENOTDIR/);
  expect(() => makeDirectory(join(folder, "link", "a"))).toThrow(/EEXIST/);
});

const hasProc = existsSync("/proc/self");
if (!hasProc) console.warn("A directory that takes no others is not tried: there is no /proc here");
it.skipIf(!hasProc)("ends where a directory takes no others", () => {
  for (const path of ["/proc/x", "/proc/x/y"])
    expect(() => makeDirectory(path)).toThrow(/ENOENT.*\/proc\/x'/);
});
