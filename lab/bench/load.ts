import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** What one round of load found. */
export interface Load {
  readonly perSecond: number;
  readonly p99Ms: number;
}

export interface LoadOptions {
  readonly token: string;
  readonly connections?: number;
  readonly seconds?: number;
}

const MILLISECONDS = { us: 0.001, ms: 1, s: 1000, m: 60_000 } as const;

/** Why no load can be made here; undefined when it can. */
export async function whyNoLoad(): Promise<string | undefined> {
  // It ends with an error when it is told nothing else.
  const error: unknown = await run("wrk", ["--version"]).catch((reason: unknown) => reason);
  const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
  return isMissing ? "wrk is not here; it is in the Debian package wrk" : undefined;
}

/**
 * Asks an address again and again with wrk, whose one thread leaves the other core to the server.
 *
 * @throws where any answer is no success.
 */
export async function load(url: string, options: LoadOptions): Promise<Load> {
  const { token, connections = 8, seconds = 4 } = options;
  const header = `X-Auth-Token: ${token}`;
  const { stdout } = await run("wrk", [
    "--threads=1",
    `--connections=${connections}`,
    `--duration=${seconds}s`,
    "--timeout=60s",
    "--latency",
    `--header=${header}`,
    url,
  ]);
  const failed = /Non-2xx.*|Socket errors.*/.exec(stdout)?.[0];
  if (failed !== undefined) throw new Error(`${url}: ${failed}`);
  const [, number = "", unit = ""] = /99%\s+([\d.]+)(us|ms|s|m)\b/.exec(stdout) ?? [];
  const scale = Object.entries(MILLISECONDS).find(([name]) => name === unit)?.[1] ?? Number.NaN;
  return {
    perSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1]),
    p99Ms: Number(number) * scale,
  };
}
