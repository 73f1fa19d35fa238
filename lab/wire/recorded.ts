import { readFileSync, writeFileSync } from "node:fs";
import type { Recording } from "./run-script.ts";

const file = new URL("recorded/magnum-15.json", import.meta.url);

/** What real Magnum answered when it was asked last. */
export function readRecorded(): Recording {
  return JSON.parse(readFileSync(file, "utf8")) as Recording;
}

/** Keeps what real Magnum answers, one answer a line, so that a change can be read. */
export function writeRecorded(recording: Recording): void {
  const lines = Object.entries(recording).map(
    ([step, answer]) => `${JSON.stringify(step)}: ${JSON.stringify(answer)}`,
  );
  writeFileSync(file, `{\n${lines.join(",\n")}\n}\n`);
}
