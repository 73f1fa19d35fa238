import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { openrc } from "./lab.ts";

const run = promisify(execFile);
const script = new URL("magnumclient-calls.py", import.meta.url).pathname;
/** A Python that has python-magnumclient. */
const python = process.env["JEROBOAM_LAB_PYTHON"] ?? "/usr/bin/python3";

/** What python-magnumclient answered when it was used as a library, by what was called. */
export async function magnumclientCalls(
  user: string,
  cluster: string,
  // oxlint-disable-next-line typescript/no-explicit-any -- JSON of whatever the library says
): Promise<any> {
  const { stdout } = await run(python, [script, cluster], { env: openrc(user) });
  return JSON.parse(stdout);
}
