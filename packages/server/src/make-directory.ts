import { existsSync, mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";

/**
 * Makes a directory, and those above it, for this user alone; one that is there stays as it is.
 *
 * Node's own `recursive` tries for ever where a directory is there and refuses with ENOENT, as /proc does.
 *
 * @throws what the system says
 */
export function makeDirectory(path: string): void {
  const whole = resolve(path);
  try {
    mkdirSync(whole, { mode: 0o700 });
  } catch (error) {
    if (statSync(whole, { throwIfNoEntry: false })?.isDirectory()) return;
    const above = dirname(whole);
    if (!isAbsent(error) || existsSync(above)) throw error;
    makeDirectory(above);
    makeDirectory(whole);
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
