import { existsSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rememberSecrets, secretsOfThisProcess } from "./remembered-secrets.ts";
import { type Output, watchOutput } from "./searched-output.ts";

const secretsFile = join(tmpdir(), `jeroboam-secrets-${process.pid}`);
const preload = new URL("preload.ts", import.meta.url).href;
const outputs: Output[] = [];

/** Watches this process from here on. */
export function watch(): void {
  rememberSecrets();
  watchOutput((output) => outputs.push(output), { preload, secretsFile });
}

/** Names what was written with a secret in it since the last time; never the secret. */
export function takeLeaks(): readonly string[] {
  const told = existsSync(secretsFile) ? readFileSync(secretsFile, "utf8").split("\n") : [];
  const secrets = [...secretsOfThisProcess(), ...told].filter((secret) => secret !== "");
  const leaks = outputs
    .splice(0)
    .filter(({ bytes }) => secrets.some((secret) => bytes.includes(secret)))
    .map(({ from }) => from);
  rmSync(secretsFile, { force: true });
  return [...new Set(leaks)];
}
