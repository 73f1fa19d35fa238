import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { type LogLine, readLogLine } from "./log-line.ts";

const MAIN = new URL("../../packages/server/src/main.ts", import.meta.url).pathname;
const ARGUMENTS = ["--conditions=@jeroboam/source", MAIN];
/** What a process says once it has begun its work. */
const RUNNING = "running";
/** What is kept of what a process said. */
const LINES_KEPT = 40;

export interface ServiceProcessOptions {
  /** Such as `api-1`. */
  readonly name: string;
  readonly command: "all" | "api" | "conductor";
  readonly env: Readonly<Record<string, string>>;
  /** Where it is spoken to; undefined for a conductor. */
  readonly origin: string | undefined;
  readonly onLine: (process: ServiceProcess, line: LogLine) => void;
  /** It may end by itself, as when its database is away; it is started again all the same. */
  readonly mayEnd: () => boolean;
}

/** One process of the service, which is started again whenever it ended. */
export interface ServiceProcess {
  readonly name: string;
  readonly origin: string | undefined;
  /** How often it was killed. */
  readonly kills: number;
  /** How often it ended by itself though nothing was wrong, with what it said last. */
  readonly deaths: readonly string[];
  /** Milliseconds since it said that it runs; undefined before, and while it is down. */
  runningMs(): number | undefined;
  /** How long it took to begin its work the last time. */
  startMs(): number;
  /** Ends it as kill -9 does, at once; it comes back after the pause. */
  kill(pauseMs: number): void;
  /** Stops it for a while without ending it; it goes on as if no time had passed. */
  freeze(forMs: number): void;
  /** Errors that it logged, the last ones. */
  errors(): readonly string[];
  /** Ends it for good, with the signal. */
  stop(signal: NodeJS.Signals): Promise<void>;
}

/**
 * Compiles the service into a folder, so that processes start in half the time; one that is killed
 * would not leave there what it compiled. Answers what tells processes of the folder.
 */
export async function compiledInto(folder: string): Promise<Readonly<Record<string, string>>> {
  const told = { NODE_COMPILE_CACHE: folder };
  await promisify(execFile)(process.execPath, [...ARGUMENTS, "--version"], {
    env: { PATH: process.env["PATH"], ...told },
  });
  return told;
}

export function startServiceProcess(options: ServiceProcessOptions): ServiceProcess {
  const { name, origin } = options;
  const lines: string[] = [];
  const errors: string[] = [];
  const keep = (kept: string[], text: string) => {
    kept.push(text);
    if (kept.length > LINES_KEPT) kept.shift();
  };
  const deaths: string[] = [];
  let kills = 0;
  const stopping = new AbortController();
  let killed = false;
  let pauseMs = 0;
  let startedAt = 0;
  let startMs = 1000;
  let runsSince: number | undefined;
  let child: ChildProcess | undefined;

  const run = async () => {
    while (!stopping.signal.aborted) {
      killed = false;
      runsSince = undefined;
      startedAt = Date.now();
      child = spawn(process.execPath, [...ARGUMENTS, options.command], {
        stdio: ["ignore", "ignore", "pipe"],
        env: { PATH: process.env["PATH"], ...options.env },
      });
      const current = child;
      if (!current.stderr) throw new Error("a process without output");
      createInterface({ input: current.stderr }).on("line", (text) => {
        keep(lines, text);
        const line = readLogLine(text);
        if (line?.level === "error") keep(errors, text);
        if (line?.msg === RUNNING) {
          runsSince = Date.now();
          startMs = runsSince - startedAt;
        }
        if (line) options.onLine(service, line);
      });
      const [code] = await once(current, "close");
      child = undefined;
      if (!killed && !stopping.signal.aborted && !options.mayEnd())
        deaths.push(`${name} ended by itself with ${code}: ${lines.slice(-5).join("\n")}`);
      if (!stopping.signal.aborted) await pause(killed ? pauseMs : 500);
    }
  };
  const service: ServiceProcess = {
    name,
    origin,
    get kills() {
      return kills;
    },
    deaths,
    runningMs: () =>
      child && !killed && runsSince !== undefined ? Date.now() - runsSince : undefined,
    startMs: () => startMs,
    kill(givenPauseMs) {
      if (!child || killed || !child.kill("SIGKILL")) return;
      killed = true;
      kills += 1;
      pauseMs = givenPauseMs;
    },
    freeze(forMs) {
      const frozen = child;
      if (!frozen || killed || !frozen.kill("SIGSTOP")) return;
      setTimeout(() => frozen.kill("SIGCONT"), forMs).unref();
    },
    errors: () => errors,
    async stop(signal) {
      stopping.abort();
      child?.kill(signal);
      await running;
    },
  };
  const running = run();
  return service;
}
