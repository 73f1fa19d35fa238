#!/usr/bin/env node
// The executable: reads its arguments, does what they say, and tells what went wrong in one line.
import { messageOf } from "@jeroboam/core";
import { CommanderError } from "commander";
import manifest from "../package.json" with { type: "json" };
import { runCommandLine } from "./bin/command-line.ts";

// Whoever reads what is written may go away: a service goes on without, a command has nothing left to say.
process.stderr.on("error", () => undefined);
process.stdout.on("error", () => process.exit());

await main().catch((error: unknown) => {
  process.exitCode = error instanceof CommanderError ? error.exitCode : 1;
  // Commander has said it already.
  if (error instanceof CommanderError) return;
  process.stderr.write(`jeroboam: ${messageOf(error)}\n`);
});

async function main(): Promise<void> {
  const code = await runCommandLine(process.argv.slice(2), {
    env: process.env,
    version: manifest.version,
    print: (text) => process.stdout.write(text),
  });
  if (code !== undefined) process.exitCode = code;
}
