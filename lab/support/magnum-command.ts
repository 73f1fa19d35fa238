import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import { openrc } from "./lab.ts";

const run = promisify(execFile);
const program = process.env["JEROBOAM_LAB_MAGNUM"] ?? "/usr/bin/magnum";

/** Why the `magnum` program cannot be run here; undefined when it can. */
export function whyNoMagnum(): string | undefined {
  return existsSync(program) ? undefined : `there is no ${program}; set JEROBOAM_LAB_MAGNUM`;
}

/** Runs the `magnum` program of python-magnumclient; answers what it printed, also when it was refused. */
export async function magnum(user: string, ...args: string[]): Promise<string> {
  try {
    const { stdout } = await run(program, args, { env: openrc(user) });
    return stdout;
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    return `${stdout}${stderr}`;
  }
}
