import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { FidelityRecord } from "./fidelity-record.ts";

const fileOf = (name: string): URL => new URL(`recorded/${name}.json`, import.meta.url);

/** What a real Heat answered to a case, if it was ever asked. */
export function readRecorded(name: string): FidelityRecord | undefined {
  const file = fileOf(name);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

/** Keeps what a real Heat answered. */
export function writeRecorded(name: string, record: FidelityRecord): void {
  writeFileSync(fileOf(name), `${JSON.stringify(record, null, 2)}\n`);
}
