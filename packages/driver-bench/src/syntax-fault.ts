import { spawnSync } from "node:child_process";

/** Why the shell cannot read a script; empty for one that it can. Nothing of it is run. */
export function syntaxFault(script: string): string {
  return spawnSync("sh", ["-n"], { input: script, encoding: "utf8" }).stderr;
}
