import { closeSync, openSync } from "node:fs";

/**
 * Makes an empty file for its owner alone, unless it is there. One that is there is not opened: closing
 * it would end the locks that SQLite holds on it in this process.
 */
export function makeOwnFile(path: string): void {
  try {
    closeSync(openSync(path, "wx", 0o600));
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
}
