import { isUtf8 } from "node:buffer";
import { readFileSync } from "node:fs";
import { ConfigurationError } from "./configuration-error.ts";

const BYTE_ORDER_MARK = "\uFEFF";

/**
 * Reads a file of configuration as UTF-8.
 *
 * @upstream oslo_config/iniparser.py reads it so too, and takes a byte order mark for text
 * @throws ConfigurationError with path and line of what is none, and of a byte order mark.
 */
export function readConfigurationText(path: string): string {
  const bytes = readFileSync(path);
  if (!isUtf8(bytes)) throw refused(path, firstWrongLine(bytes), "the line is not UTF-8");
  const text = bytes.toString("utf8");
  if (text.startsWith(BYTE_ORDER_MARK))
    throw refused(path, 1, "the file begins with a byte order mark; save it as UTF-8 without one");
  return text;
}

function firstWrongLine(bytes: Buffer): number {
  const lines = bytes.toString("latin1").split("\n");
  return lines.findIndex((line) => !isUtf8(Buffer.from(line, "latin1"))) + 1;
}

function refused(path: string, line: number, reason: string): ConfigurationError {
  return new ConfigurationError([`${path}:${line}: ${reason}`]);
}
