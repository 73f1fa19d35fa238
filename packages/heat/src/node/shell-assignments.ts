import { shellQuote } from "../rendering/shell-quote.ts";

/** A value for a node's shell. */
export type ShellValue = string | number | boolean;

/** One assignment a line; values are one word each. */
export function shellAssignments(values: Readonly<Record<string, ShellValue>>): string {
  const lines = Object.entries(values).map(
    ([name, value]) => `${name}=${shellQuote(String(value))}\n`,
  );
  return lines.join("");
}
