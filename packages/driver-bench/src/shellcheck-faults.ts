import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * What shellcheck says of every script in a folder; undefined where it is not installed.
 *
 * @param sourced - A folder whose scripts these read.
 * @param passedOver - shellcheck's codes.
 */
export function shellcheckFaults(
  folder: URL,
  { sourced = folder, passedOver = ["SC1091"] }: { sourced?: URL; passedOver?: string[] } = {},
): string | undefined {
  const path = fileURLToPath(folder);
  const scripts = readdirSync(path).map((name) => join(path, name));
  const options = ["-x", "-P", fileURLToPath(sourced), "-s", "sh", "-e", passedOver.join(",")];
  const run = spawnSync("shellcheck", [...options, ...scripts], { encoding: "utf8" });
  return run.error ? undefined : run.stdout + run.stderr;
}
