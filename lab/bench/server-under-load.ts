import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "../support/free-port.ts";
import type { CloudReport } from "./simulator-process.ts";

/** As it is installed; the script `bench` builds it first. */
const main = new URL("../../packages/server/dist/main.js", import.meta.url).pathname;
const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 100;

/** The real executable with a database file. */
export interface ServerUnderLoad {
  /** Ends with /v1. */
  readonly url: string;
  /** Memory that it has at this moment. */
  residentMib(): number;
  /** Time of processors that it took so far, its threads' too. */
  processorSeconds(): number;
  stop(): Promise<void>;
}

export interface ServerOptions {
  readonly cloud: CloudReport;
  /** Holds the database `bench.sqlite` and its key file, and gets the log. */
  readonly folder: string;
  readonly arguments?: readonly string[];
}

/** Starts `jeroboam all`; its log goes into a file, as a supervisor would have it. */
export async function startServer(options: ServerOptions): Promise<ServerUnderLoad> {
  const { cloud, folder } = options;
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const log = openSync(join(folder, "server.log"), "a");
  const child = spawn(
    process.execPath,
    [
      main,
      "all",
      `--port=${port}`,
      `--public-url=${origin}/v1`,
      `--database=sqlite:///${databasePath(folder)}`,
      `--secret-key-file=${join(folder, "secret.key")}`,
      `--state-directory=${folder}`,
      "--max-clusters-per-project=1000000",
      "--trustee-domain=magnum",
      ...(options.arguments ?? []),
    ],
    {
      stdio: ["ignore", "ignore", log],
      env: {
        PATH: process.env["PATH"],
        // No file of the machine's own.
        JEROBOAM_CONFIG_FILE: "/dev/null",
        ...cloud.environment,
        JEROBOAM_TRUSTEE_DOMAIN_ADMIN_PASSWORD: cloud.environment["OS_PASSWORD"],
      },
    },
  );
  closeSync(log);
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await answers(`${origin}/v1`))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill();
      throw new Error(
        `the server does not answer: ${readFileSync(join(folder, "server.log"), "utf8")}`,
      );
    }
    await pause(LOOK_EVERY_MS);
  }
  return {
    url: `${origin}/v1`,
    residentMib: () => residentMib(child.pid ?? 0),
    processorSeconds: () => processorSeconds(child.pid ?? 0),
    async stop() {
      if (child.exitCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
}

export function databasePath(folder: string): string {
  return join(folder, "bench.sqlite");
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** @throws where there is no /proc. */
function residentMib(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}

/** Linux counts in hundredths of a second, whatever the machine. */
const TICKS_PER_SECOND = 100;

/** @throws where there is no /proc. */
function processorSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // Behind the name, which stands in brackets: eleven fields, then the time of its own and of the system.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
