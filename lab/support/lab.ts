import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = new URL("../..", import.meta.url).pathname;

/** The scripts of a lab cloud: `signal-stack`, `guests`, `point-at`. */
const labFolder = resolve(root, process.env["JEROBOAM_LAB"] ?? "../shared/openstack");
export const authUrl = process.env["JEROBOAM_LAB_AUTH_URL"] ?? "http://127.0.0.1:5000/v3";
const password = process.env["JEROBOAM_LAB_PASSWORD"] ?? "labpass";
export const labPassword = password;

/** Environment of the OpenStack command line for one of the lab's users. */
export function openrc(user: string): Record<string, string> {
  return {
    PATH: process.env["PATH"] ?? "",
    HOME: process.env["HOME"] ?? "/",
    SHELL: "/bin/sh",
    OS_AUTH_URL: authUrl,
    OS_IDENTITY_API_VERSION: "3",
    OS_REGION_NAME: "RegionOne",
    OS_USERNAME: user,
    OS_PASSWORD: password,
    OS_PROJECT_NAME: user,
    OS_USER_DOMAIN_NAME: "Default",
    OS_PROJECT_DOMAIN_NAME: "Default",
  };
}

/** Why tests against a cloud cannot run here; undefined when they can. */
export async function whyNoLab(): Promise<string | undefined> {
  if (!existsSync(resolve(labFolder, "signal-stack")))
    return `no lab scripts in ${labFolder} (set JEROBOAM_LAB)`;
  try {
    const answer = await fetch(authUrl, { signal: AbortSignal.timeout(3000) });
    return answer.ok ? undefined : `${authUrl} answers ${answer.status}`;
  } catch {
    return `nothing answers at ${authUrl}; start the lab`;
  }
}

/** Why tests with nodes that boot cannot run here; undefined when they can. */
export async function whyNoGuests(): Promise<string | undefined> {
  const noLab = await whyNoLab();
  if (noLab) return noLab;
  try {
    const answer = await fetch("http://172.24.0.1:5000/v3", { signal: AbortSignal.timeout(3000) });
    return answer.ok ? undefined : "the lab's guest network does not answer";
  } catch {
    return "real guests are off; start them with the lab's guests-up";
  }
}

/** Runs the real OpenStack command line and answers what it printed. */
export async function openstack(user: string, ...args: string[]): Promise<string> {
  const { stdout } = await run("openstack", args, {
    env: openrc(user),
    maxBuffer: 32 * 1024 * 1024,
  });
  return stdout;
}

export async function openstackJson<T>(user: string, ...args: string[]): Promise<T> {
  const printed = await openstack(user, ...args, "-f", "json");
  // Some commands say a sentence before.
  return JSON.parse(printed.slice(printed.search(/^[[{]/m)));
}

/** Plays the guests of every stack of the tenant until stopped. */
export function playGuests(user: string): { stop(): void } {
  const child = spawn(resolve(labFolder, "signal-stack"), ["--user", user, "--all", "--quiet"], {
    stdio: "ignore",
  });
  return { stop: () => void child.kill() };
}

/** Where one of the lab's scripts is. */
export function labScriptPath(name: string): string {
  return resolve(labFolder, name);
}

/** Runs one of the lab's scripts; answers what it printed, also when it failed. */
export async function runLabScript(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly succeeded: boolean; readonly output: string }> {
  try {
    const { stdout, stderr } = await run(labScriptPath(name), args, {
      env: { ...process.env, ...env },
      maxBuffer: 32 * 1024 * 1024,
    });
    return { succeeded: true, output: `${stdout}${stderr}` };
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    return { succeeded: false, output: `${stdout}${stderr}` || String(error) };
  }
}

/** Runs one of the lab's scripts, which has to succeed. */
export async function labScript(name: string, ...args: string[]): Promise<string> {
  const { succeeded, output } = await runLabScript(name, args);
  if (!succeeded) throw new Error(`${name} failed: ${output}`);
  return output;
}
