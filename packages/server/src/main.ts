#!/usr/bin/env node
// The executable: reads what it is told, starts the service, and stops it when asked.
import { messageOf } from "@jeroboam/core";
import { CommanderError } from "commander";
import { startService } from "./bin/start-service.ts";
import { jsonLinesLogger } from "./json-lines-logger.ts";
import { readServiceOptions } from "./service-options.ts";

await main().catch((error: unknown) => {
  process.exitCode = error instanceof CommanderError ? error.exitCode : 1;
  // Commander has said it already.
  if (error instanceof CommanderError) return;
  process.stderr.write(`jeroboam-server: ${messageOf(error)}\n`);
});

async function main(): Promise<void> {
  const options = readServiceOptions(process.argv.slice(2), process.env);
  const log = jsonLinesLogger(
    (line) => process.stderr.write(line),
    options.logLevel,
    () => new Date(),
  );
  const service = await startService(options, log);
  const stop = async (signal: NodeJS.Signals) => {
    log.info({ signal }, "stopping");
    await service.close();
  };
  // A second signal finds no listener and ends the process at once.
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      stop(signal).catch((error: unknown) => {
        log.error({ error }, "could not stop in order");
        process.exitCode = 1;
      });
    });
}
