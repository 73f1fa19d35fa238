import { messageOf } from "@jeroboam/core";
import { makeDirectory } from "../make-directory.ts";

/**
 * Makes a directory that is this user's alone, unless it is there.
 *
 * @param options - those that name it, for the error
 */
export function makeOwnDirectory(path: string, options: string): void {
  try {
    makeDirectory(path);
  } catch (cause) {
    throw new Error(
      `the directory ${path} cannot be made: ${messageOf(cause)}; ${options} names another one`,
      { cause },
    );
  }
}
