import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { authUrl, labPassword } from "./lab.ts";

const main = new URL("../../packages/server/src/main.ts", import.meta.url).pathname;

export interface ServerProcess {
  /** Like `http://127.0.0.1:9511`. */
  readonly origin: string;
  /** What it logged so far. */
  output(): string;
  stop(): Promise<void>;
}

export interface ServerProcessOptions {
  /** This API as nodes and clients reach it, ending with /v1; what the catalogue and each request say where undefined. */
  readonly publicUrl?: string;
  /** Where it listens; the port that the lab's catalogue names where undefined. */
  readonly port?: number;
  /** Settings beside, or instead of, the lab's service users. */
  readonly env?: Readonly<Record<string, string>>;
}

/** The real executable, with the lab's service users. */
export async function startServerProcess(
  options: ServerProcessOptions = {},
): Promise<ServerProcess> {
  const { port = 9511, publicUrl } = options;
  const origin = `http://127.0.0.1:${port}`;
  const child = spawn(
    process.execPath,
    ["--conditions=@jeroboam/source", main, "--host", "127.0.0.1", "--port", String(port)],
    {
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        PATH: process.env["PATH"],
        // Else the lab's own magnum.conf would be read.
        JEROBOAM_CONFIG_FILE: "/dev/null",
        OS_AUTH_URL: authUrl,
        OS_REGION_NAME: "RegionOne",
        OS_USERNAME: "magnum",
        OS_PASSWORD: labPassword,
        OS_PROJECT_NAME: "service",
        OS_USER_DOMAIN_NAME: "Default",
        OS_PROJECT_DOMAIN_NAME: "Default",
        ...(publicUrl !== undefined && { JEROBOAM_PUBLIC_URL: publicUrl }),
        JEROBOAM_DATABASE: "sqlite://",
        JEROBOAM_TRUSTEE_DOMAIN: "magnum",
        JEROBOAM_TRUSTEE_DOMAIN_ADMIN: "magnum_domain_admin",
        JEROBOAM_TRUSTEE_DOMAIN_ADMIN_PASSWORD: labPassword,
        ...options.env,
      },
    },
  );
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  await listening(child, `${origin}/healthcheck`, () => output);
  return {
    origin,
    output: () => output,
    async stop() {
      if (child.exitCode !== null) return;
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}

async function listening(child: ChildProcess, url: string, output: () => string): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    if (child.exitCode !== null) throw new Error(`the server ended: ${output()}`);
    try {
      if ((await fetch(url)).ok) return;
    } catch {
      // Not yet.
    }
    await pause(200);
  }
  child.kill();
  throw new Error(`the server does not answer at ${url}: ${output()}`);
}
