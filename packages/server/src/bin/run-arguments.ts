import { messageOf } from "@jeroboam/core";
import { CommanderError } from "commander";
import { runCommandLine } from "./command-line.ts";

/** Does what this process's arguments say, and tells what went wrong in one line. */
export async function runArguments(version: string): Promise<void> {
  try {
    const code = await runCommandLine(process.argv.slice(2), {
      env: process.env,
      version,
      columns: process.stdout.isTTY ? process.stdout.columns : undefined,
      print: (text) => process.stdout.write(text),
    });
    if (code !== undefined) process.exitCode = code;
  } catch (error) {
    process.exitCode = error instanceof CommanderError ? error.exitCode : 1;
    // Commander has said it already.
    if (!(error instanceof CommanderError)) process.stderr.write(`jeroboam: ${messageOf(error)}\n`);
  }
}
