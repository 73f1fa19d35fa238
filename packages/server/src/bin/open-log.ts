import { join, resolve } from "node:path";
import type { Logger } from "@jeroboam/core";
import { jsonLinesLogger } from "../json-lines-logger.ts";
import { type LogFile, openLogFile } from "../log-file.ts";
import { logLines } from "../log-lines.ts";
import type { ServiceOptions } from "../service-options.ts";
import type { ServiceRole } from "./role.ts";

/** Where a process says what it does. */
export interface OpenedLog {
  readonly log: Logger;
  /** Undefined where there is none. */
  readonly file: LogFile | undefined;
  /** Writes at once what was logged. */
  flush(): void;
}

/**
 * Opens the log: standard error, or a file, or both.
 *
 * @upstream oslo_log/log.py `_get_log_file_path`, `_setup_logging_from_conf`
 * @throws Error that names the file that cannot be opened, and why.
 */
export function openLog(role: ServiceRole, options: ServiceOptions): OpenedLog {
  const complain = (text: string) => void process.stderr.write(text);
  const path = logPath(role, options);
  const file = path === undefined ? undefined : openLogFile(path, complain);
  const write = (text: string) => {
    file?.write(text);
    if (!file || options.logStderr) complain(text);
  };
  const lines = logLines(write, process);
  const log = jsonLinesLogger(lines.write, options.logLevel, () => new Date());
  return { log, file, flush: lines.flush };
}

function logPath(
  role: ServiceRole,
  { logFile, logDirectory }: Pick<ServiceOptions, "logDirectory" | "logFile">,
): string | undefined {
  if (logFile !== undefined) return resolve(logDirectory ?? "", logFile);
  return logDirectory === undefined ? undefined : join(logDirectory, `jeroboam-${role}.log`);
}
