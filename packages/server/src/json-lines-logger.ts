import type { Logger } from "@jeroboam/core";

const LEVELS = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof LEVELS)[number];
export const LOG_LEVELS: readonly LogLevel[] = LEVELS;

/** Writes one JSON object a line, with the names that pino uses. */
export function jsonLinesLogger(
  write: (line: string) => void,
  from: LogLevel,
  now: () => Date,
): Logger {
  const lineOf = (level: LogLevel) => (fields: object, message: string) => {
    if (LEVELS.indexOf(level) < LEVELS.indexOf(from)) return;
    const line = { level, time: now().toISOString(), msg: message, ...fields };
    write(`${JSON.stringify(line, (_, value: unknown) => shown(value))}\n`);
  };
  return {
    debug: lineOf("debug"),
    info: lineOf("info"),
    warn: lineOf("warn"),
    error: lineOf("error"),
  };
}

/** Errors have no fields of their own that JSON sees. */
function shown(value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const { name, message, stack, cause } = value;
  const code = "code" in value ? value.code : undefined;
  return { name, code, message, stack, cause };
}
