import type { Logger } from "@jeroboam/core";
import type { ServiceOptions } from "../service-options.ts";
import { openLog } from "./open-log.ts";
import type { ServiceRole } from "./role.ts";
import { type Service, startService } from "./start-service.ts";

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/**
 * Starts the service and stops it when the process is told to. A second signal ends it at once, and
 * so does the end of the grace.
 */
export async function runService(role: ServiceRole, options: ServiceOptions): Promise<undefined> {
  const { log, file, flush } = openLog(role, options);
  // Without a file a terminal that goes away takes the service with it, in order too.
  const signals = file ? SIGNALS : [...SIGNALS, "SIGHUP"];
  if (file) process.on("SIGHUP", () => file.reopen());
  if (options.configFile?.length) log.info({ files: options.configFile }, "configuration read");
  for (const warning of options.configWarnings) log.warn({}, warning);
  const stop = new AbortController();
  for (const signal of signals) process.once(signal, () => stop.abort(signal));
  const starting = startService(role, options, log, stop.signal);
  stop.signal.addEventListener("abort", () => {
    // The next signal finds no listener and ends the process.
    for (const signal of signals) process.removeAllListeners(signal);
    log.info({ signal: String(stop.signal.reason) }, "stopping");
    endAfter(options.stopGraceSeconds, log);
  });
  const service = await starting.catch((error: unknown) => {
    // Who waits for what is away stops waiting.
    if (stop.signal.aborted) return undefined;
    // Why it did not start is the last line that it writes.
    flush();
    throw error;
  });
  if (service) void closeOn(stop.signal, service, log);
}

async function closeOn(stop: AbortSignal, service: Service, log: Logger): Promise<void> {
  if (!stop.aborted) await new Promise((resolve) => stop.addEventListener("abort", resolve));
  try {
    await service.close();
    log.info({}, "stopped");
    // Callers who took too long to send or to read do not keep the process.
    process.exit();
  } catch (error) {
    log.error({ error }, "could not stop in order");
    process.exit(1);
  }
}

/** What is still open by then is left as it is: leases run out, and others go on. */
function endAfter(seconds: number, log: Logger): void {
  const timer = setTimeout(() => {
    log.error({ seconds }, "not everything stopped in time");
    process.exit(1);
  }, seconds * 1000);
  timer.unref();
}
