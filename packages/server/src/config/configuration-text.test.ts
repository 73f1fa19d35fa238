import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { readConfigurationFiles } from "./configuration-files.ts";

function read(...parts: readonly (Buffer | string)[]) {
  const folder = mkdtempSync(join(tmpdir(), "configuration-text-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "magnum.conf");
  writeFileSync(path, Buffer.concat(parts.map((part) => Buffer.from(part))));
  return readConfigurationFiles({ files: [path], env: {} });
}

it("reads UTF-8", () => {
  expect(read("[g]\na = Ж 🍾\n").texts).toMatchObject([{ name: "a", text: "Ж 🍾" }]);
});

it("refuses what is no UTF-8, with its line and without its text", () => {
  const secret = Buffer.from([0x73, 0xff, 0x74]);
  const wrong = () => read("[g]\na = é\nb = ", secret, "\nc = 1\n");
  expect(wrong).toThrow(/^\S+magnum\.conf:3: the line is not UTF-8$/);
});

it("refuses half a character at the end of a line", () => {
  expect(() => read("[g]\na = ", Buffer.from([0xc3]), "\n")).toThrow("magnum.conf:2: ");
});

it("names a byte order mark, which oslo.config refuses too", () => {
  expect(() => read("\uFEFF[g]\na = 1\n")).toThrow("magnum.conf:1: the file begins with a byte");
});
