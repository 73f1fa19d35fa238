import { appendFileSync, closeSync, openSync } from "node:fs";
import { messageOf } from "@jeroboam/core";

/** A file that is appended to. */
export interface LogFile {
  /** Says on standard error what cannot be written. */
  write(text: string): void;
  /** Goes on in a new file of the same name, after somebody moved the old one; else where it is. */
  reopen(): void;
}

/** For its owner, and for those whose group reads logs. */
const MODE = 0o640;

/**
 * Opens a file for the log.
 *
 * @param complain - told what cannot be opened anew or written
 * @throws Error that names the file that cannot be opened, and why.
 */
export function openLogFile(path: string, complain: (text: string) => void): LogFile {
  let file = open(path);
  return {
    write(text) {
      try {
        appendFileSync(file, text);
      } catch (error) {
        complain(`the log cannot be written to ${path}: ${messageOf(error)}\n${text}`);
      }
    },
    reopen() {
      try {
        const next = open(path);
        closeSync(file);
        file = next;
      } catch (error) {
        complain(`${messageOf(error)}\n`);
      }
    },
  };
}

function open(path: string): number {
  try {
    return openSync(path, "a", MODE);
  } catch (error) {
    throw new Error(`the log file ${path} cannot be opened: ${messageOf(error)}`, {
      cause: error,
    });
  }
}
