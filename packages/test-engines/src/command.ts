import { execFile, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

export interface Command {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** `--name=value` of each; `--name` alone where the value is true. */
export function longOptions(
  values: Readonly<Record<string, string | number | true>>,
): readonly string[] {
  return Object.entries(values).map(([name, value]) =>
    value === true ? `--${name}` : `--${name}=${value}`,
  );
}

/** `nobody`: database servers refuse to run as root. */
const NOBODY = 65_534;
export const UNPRIVILEGED = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

const TIME_LIMIT_MS = 60_000;

/** Runs a command to its end in the folder; answers what it said, throws what it complained of. */
export async function run(command: Command, folder: string): Promise<string> {
  const { stdout } = await promisify(execFile)(command.program, command.arguments, {
    ...UNPRIVILEGED,
    cwd: folder,
    env: environmentOf(command, folder),
    timeout: TIME_LIMIT_MS,
  });
  return stdout;
}

/** Starts a server that dies with this process, however this one ends. What it says goes to `<folder>/log`. */
export function startServer(setpriv: string, command: Command, folder: string) {
  const log = openSync(join(folder, "log"), "a");
  try {
    return spawn(setpriv, ["--pdeathsig", "KILL", "--", command.program, ...command.arguments], {
      ...UNPRIVILEGED,
      cwd: folder,
      env: environmentOf(command, folder),
      stdio: ["ignore", log, log],
      // A group of its own: Ctrl-C is for the tests.
      detached: true,
    });
  } finally {
    closeSync(log);
  }
}

function environmentOf({ environment }: Command, folder: string) {
  return { PATH: process.env["PATH"], LC_ALL: "C.UTF-8", HOME: folder, ...environment };
}
