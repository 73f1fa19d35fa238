import { mkdirSync } from "node:fs";
import { messageOf } from "@jeroboam/core";

/**
 * Makes a directory that is this user's alone, unless it is there.
 *
 * @param options - those that name it, for the error
 */
export function makeOwnDirectory(path: string, options: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new Error(
      `the directory ${path} cannot be made: ${messageOf(cause)}; ${options} names another one`,
      { cause },
    );
  }
}
