import type { Logger } from "@jeroboam/core";

const LEVELS = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof LEVELS)[number];
export const LOG_LEVELS: readonly LogLevel[] = LEVELS;

/** Values that hold values that hold values: further down nothing is written, circles end here too. */
const DEEPEST = 8;
const PLAIN: ReadonlySet<string> = new Set(["string", "number", "boolean", "undefined"]);

/**
 * Writes one JSON object a line, with the names that pino uses. Never throws for what it is given.
 *
 * Fields called level, time or msg are left out.
 */
export function jsonLinesLogger(
  write: (line: string) => void,
  from: LogLevel,
  now: () => Date,
): Logger {
  // Many lines have the same time, and to write it takes a third of a line's.
  let last = { ms: Number.NaN, text: "" };
  const textOf = (time: Date) => {
    const ms = time.getTime();
    if (ms !== last.ms) last = { ms, text: time.toISOString() };
    return last.text;
  };
  const lineOf = (level: LogLevel) => (fields: object, message: string) => {
    if (LEVELS.indexOf(level) < LEVELS.indexOf(from)) return;
    const first = { level, time: textOf(now()), msg: message };
    write(`${JSON.stringify({ ...first, ...fieldsOf(fields), ...first })}\n`);
  };
  return {
    debug: lineOf("debug"),
    info: lineOf("info"),
    warn: lineOf("warn"),
    error: lineOf("error"),
  };
}

function fieldsOf(fields: object): object {
  if (isFlat(fields)) return fields;
  const shown = shownAt(fields, 0);
  return typeof shown === "object" && shown !== null ? shown : {};
}

/** Whether JSON can hold it as it is, which nearly every line's fields are. */
function isFlat(fields: object): boolean {
  try {
    if (Object.getPrototypeOf(fields) !== Object.prototype) return false;
    return Object.values(fields).every((value) => value === null || PLAIN.has(typeof value));
  } catch {
    return false;
  }
}

/** What JSON can hold of a value. */
function shownAt(value: unknown, depth: number): unknown {
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth > DEEPEST) return "...";
  try {
    return shownObject(value, depth);
  } catch {
    // A getter, a proxy or toJSON may throw.
    return "[unreadable]";
  }
}

function shownObject(value: object, depth: number): unknown {
  const deeper = (one: unknown) => shownAt(one, depth + 1);
  if (value instanceof Error) {
    // Errors have no fields of their own that JSON sees.
    const { name, message, stack, cause } = value;
    const code = "code" in value ? value.code : undefined;
    return Object.fromEntries(
      Object.entries({ name, code, message, stack, cause }).map(([key, one]) => [key, deeper(one)]),
    );
  }
  if ("toJSON" in value && typeof value.toJSON === "function") return deeper(value.toJSON());
  if (Array.isArray(value)) return value.map(deeper);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, deeper(one)]));
}
