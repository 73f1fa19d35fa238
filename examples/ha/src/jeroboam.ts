import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(
  new URL("src/main.ts", import.meta.resolve("@jeroboam/server/package.json")),
);

/** One process of the executable. */
export interface JeroboamProcess {
  /** What it logged so far. */
  output(): string;
  /** As a supervisor stops it; answers the exit code. */
  stop(): Promise<number | null>;
  /** As a power cut does. */
  kill(): Promise<void>;
}

export interface JeroboamCommand {
  readonly words: readonly string[];
  /** Later ones win. */
  readonly configFiles: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** Starts `jeroboam …` and does not wait for it. */
export function startJeroboam(command: JeroboamCommand): JeroboamProcess {
  const child = spawnJeroboam(command);
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => void (said += chunk.toString()));
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await once(child, "exit");
    }
    return child.exitCode;
  };
  // Whoever is cut off in the middle leaves nothing running.
  const endToo = () => child.kill("SIGKILL");
  process.once("exit", endToo);
  child.once("exit", () => process.off("exit", endToo));
  return {
    output: () => said,
    stop: () => end("SIGTERM"),
    kill: async () => void (await end("SIGKILL")),
  };
}

/** Runs `jeroboam …` to its end. */
export async function runJeroboam(
  command: JeroboamCommand,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawnJeroboam(command);
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => void (output += chunk.toString()));
  await once(child, "close");
  return { code: child.exitCode, output };
}

function spawnJeroboam({ words, configFiles, environment }: JeroboamCommand): ChildProcess {
  const files = configFiles.flatMap((path) => ["--config-file", path]);
  return spawn(process.execPath, ["--conditions=@jeroboam/source", MAIN, ...words, ...files], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env["PATH"], ...environment },
  });
}
