import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { openrc } from "./lab.ts";

const run = promisify(execFile);
const script = new URL("magnum-certificates.py", import.meta.url).pathname;
/** A Python that has Magnum. */
const python = process.env["JEROBOAM_LAB_PYTHON"] ?? "/usr/bin/python3";

/** A key pair in Barbican as Magnum's own code sees it. */
export interface MagnumKeyPair {
  readonly ref: string;
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

/** Has Magnum's own code keep, read or delete a key pair in a user's project. */
export async function magnumCertificates(
  user: string,
  action: "keep" | "read" | "delete",
  ...words: readonly string[]
): Promise<MagnumKeyPair> {
  const { stdout } = await run(python, [script, action, ...words], { env: openrc(user) });
  return JSON.parse(stdout);
}

/** Why Magnum's code cannot be asked here; undefined when it can. */
export async function whyNoMagnum(): Promise<string | undefined> {
  try {
    await run(python, ["-c", "import magnum"]);
    return undefined;
  } catch {
    return `${python} has no magnum`;
  }
}
