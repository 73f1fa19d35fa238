import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { writePrivateFiles } from "./private-files.ts";

const FILES = [
  { name: "ca.pem", content: "ca" },
  { name: "key.pem", content: "key" },
];

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "private-files-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

describe("private files", () => {
  it("are for their owner alone, in a directory that is made", () => {
    const directory = join(temporaryFolder(), "a", "b");
    writePrivateFiles(directory, FILES, { overwrite: false });
    expect(readdirSync(directory)).toEqual(["ca.pem", "key.pem"]);
    for (const { name, content } of FILES) {
      expect(readFileSync(join(directory, name), "utf8")).toBe(content);
      expect(statSync(join(directory, name)).mode & 0o777).toBe(0o600);
    }
    expect(statSync(directory).mode & 0o777).toBe(0o700);
  });

  it("are not written at all where one of them is there", () => {
    const directory = temporaryFolder();
    writeFileSync(join(directory, "key.pem"), "mine");
    expect(() => writePrivateFiles(directory, FILES, { overwrite: false })).toThrow(
      /key\.pem is there already; name another directory with --dir, or overwrite with --force/,
    );
    expect(readFileSync(join(directory, "key.pem"), "utf8")).toBe("mine");
    expect(existsSync(join(directory, "ca.pem"))).toBe(false);
  });

  it("replace what is there when told so, and are private then", () => {
    const directory = temporaryFolder();
    writeFileSync(join(directory, "key.pem"), "old");
    chmodSync(join(directory, "key.pem"), 0o644);
    writePrivateFiles(directory, FILES, { overwrite: true });
    expect(readFileSync(join(directory, "key.pem"), "utf8")).toBe("key");
    expect(statSync(join(directory, "key.pem")).mode & 0o777).toBe(0o600);
    expect(readdirSync(directory)).toEqual(["ca.pem", "key.pem"]);
  });

  it("touch nothing where there are none", () => {
    const directory = join(temporaryFolder(), "never");
    writePrivateFiles(directory, [], { overwrite: false });
    expect(existsSync(directory)).toBe(false);
  });

  it("are refused, with what to do, where no directory can be made", () => {
    const path = join(temporaryFolder(), "file");
    writeFileSync(path, "");
    expect(() => writePrivateFiles(join(path, "a"), FILES, { overwrite: false })).toThrow(
      /^the directory .*file\/a cannot be made: ENOTDIR.*; --dir names another one$/,
    );
  });
});
