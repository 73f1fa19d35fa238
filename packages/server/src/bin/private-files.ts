import { randomUUID } from "node:crypto";
import { existsSync, linkSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeOwnDirectory } from "./own-directory.ts";

/** One file of a directory, by its bare name. */
export interface PrivateFile {
  readonly name: string;
  readonly content: string;
}

/**
 * Writes files that nobody else may read, each whole or not at all; makes the directory where there is
 * none.
 *
 * @throws where one of them is there and may not be overwritten, before any is written.
 */
export function writePrivateFiles(
  directory: string,
  files: readonly PrivateFile[],
  { overwrite }: { readonly overwrite: boolean },
): void {
  const there = files.map(({ name }) => join(directory, name)).filter((path) => existsSync(path));
  if (there.length > 0 && !overwrite)
    throw new Error(
      `${there.join(", ")} ${there.length === 1 ? "is" : "are"} there already; name another directory with --dir, or overwrite with --force`,
    );
  if (files.length > 0) makeOwnDirectory(directory, "--dir");
  for (const { name, content } of files) {
    const path = join(directory, name);
    const whole = `${path}.${randomUUID()}`;
    try {
      writeFileSync(whole, content, { mode: 0o600, flag: "wx", flush: true });
      // A link refuses to replace what came to be there meanwhile.
      if (overwrite) renameSync(whole, path);
      else linkSync(whole, path);
    } finally {
      rmSync(whole, { force: true });
    }
  }
}
