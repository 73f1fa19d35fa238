import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

const MAIN = new URL("../src/main.ts", import.meta.url).pathname;
/** A process that hangs is ended by then; one that is right needs few seconds on a slow machine. */
export const PATIENCE_MS = 60_000;

type LogLine = Readonly<Record<string, unknown>>;

/** The executable in a process of its own. */
export interface JeroboamCommand {
  readonly child: ChildProcess;
  /** Resolves with the exit code; null where a signal ended it. */
  readonly ended: Promise<number | null>;
  /** What it wrote to stdout. */
  printed(): string;
  /** What it logged so far. */
  logged(): readonly LogLine[];
  /** What it said on stderr that is no line of the log. */
  complaints(): readonly string[];
  /** All that it said on stderr, as it came. */
  lines(): readonly string[];
  /** Resolves with the first line of that message; throws where it ends or hangs without it. */
  said(message: string): Promise<LogLine>;
}

/** A folder that goes when the test is finished. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "jeroboam-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Starts the executable; it is ended with the test. */
export function jeroboam(
  argv: readonly string[],
  environment: Readonly<Record<string, string>>,
): JeroboamCommand {
  const child = spawn(process.execPath, ["--conditions=@jeroboam/source", MAIN, ...argv], {
    stdio: ["ignore", "pipe", "pipe"],
    // Else the machine's own magnum.conf would be read.
    env: { PATH: process.env["PATH"], JEROBOAM_CONFIG_FILE: "/dev/null", ...environment },
  });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk: Buffer) => void (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => void (err += chunk.toString()));
  const stuck = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
  const ended = new Promise<number | null>((resolve) => {
    child.once("close", (code) => {
      clearTimeout(stuck);
      resolve(code);
    });
  });
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  // What comes after the last line feed is half a line.
  const lines = () => err.split("\n").slice(0, -1);
  const logged = () =>
    lines()
      .filter((line) => line.startsWith("{"))
      .map((line) => JSON.parse(line) as LogLine);
  return {
    child,
    ended,
    printed: () => out,
    logged,
    lines,
    complaints: () => lines().filter((line) => !line.startsWith("{")),
    async said(message) {
      for (;;) {
        const found = logged().find(({ msg }) => msg === message);
        if (found) return found;
        const more = once(child.stderr, "data");
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`it ended without saying ${message}: ${err}`);
        await Promise.race([more, ended]);
      }
    },
  };
}
