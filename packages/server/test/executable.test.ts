import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Simulator, startSimulator } from "@jeroboam/openstack-simulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const MAIN = new URL("../src/main.ts", import.meta.url).pathname;
/** A process that hangs is ended by then; one that is right needs two seconds on a slow machine. */
const PATIENCE_MS = 30_000;

let simulator: Simulator;
let folder: string;
let taken: Server;

beforeAll(async () => {
  simulator = await startSimulator();
  folder = mkdtempSync(join(tmpdir(), "executable-"));
  writeFileSync(join(folder, "policy.yaml"), "cluster:create: [\n");
  writeFileSync(join(folder, "empty-driver.js"), "export const nothing = 1;\n");
  taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
});

afterAll(async () => {
  taken.close();
  rmSync(folder, { recursive: true });
  await simulator.close();
});

/** The executable with the simulated cloud's service user. */
function start(argv: readonly string[]) {
  const child = spawn(process.execPath, ["--conditions=@jeroboam/source", MAIN, ...argv], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { PATH: process.env["PATH"], ...simulator.environment("magnum") },
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => void (said += chunk.toString()));
  const stuck = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
  const ended = once(child, "close").then(([code]: unknown[]) => {
    clearTimeout(stuck);
    return code;
  });
  // What comes after the last line feed is half a line.
  return { child, ended, lines: () => said.split("\n").slice(0, -1) };
}

/** What it says that is not a line of the log. */
async function complaints(argv: readonly string[]) {
  const { ended, lines } = start(argv);
  const code = await ended;
  return { code, said: lines().filter((line) => !line.startsWith("{")) };
}

describe("the executable", () => {
  it.each<[string, () => readonly string[], string]>([
    [
      "a policy file that is none",
      () => ["--policy-file", join(folder, "policy.yaml")],
      "policy.yaml",
    ],
    ["a directory as policy file", () => ["--policy-file", folder], "executable-"],
    ["a driver module that is not there", () => ["--drivers", "./nowhere.js"], "nowhere.js"],
    [
      "a module without a driver",
      () => ["--drivers", join(folder, "empty-driver.js")],
      "exports no driver",
    ],
    [
      "a port that is in use",
      () => {
        const address = taken.address();
        return ["--port", String(typeof address === "object" ? address?.port : undefined)];
      },
      "EADDRINUSE",
    ],
    ["a public URL that is none", () => ["--public-url", "cloud"], "It has to be a URL"],
  ])(
    "ends at once with %s, and says so in one line",
    async (_, argv, text) => {
      const { code, said } = await complaints(argv());
      expect(said).toEqual([expect.stringContaining(text)]);
      expect(code).toBe(1);
    },
    PATIENCE_MS + 5000,
  );

  it(
    "says what will be missed, listens, and stops when it is told to",
    async () => {
      const { child, ended, lines } = start(["--port", "0"]);
      const logged = () =>
        lines().map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
      await new Promise<void>((resolve) => {
        child.stderr.on("data", () => {
          if (logged().some(({ msg }) => msg === "listening")) resolve();
        });
        void ended.then(() => resolve());
      });
      const warnings = logged().filter(({ level }) => level === "warn");
      expect(warnings.map(({ msg }) => msg)).toEqual([
        expect.stringContaining("no trustee domain"),
        expect.stringContaining("nodes are told an address that they cannot reach"),
        expect.stringContaining("nodes are told an address that they cannot reach"),
        expect.stringContaining("in memory"),
      ]);
      const address = String(logged().find(({ msg }) => msg === "listening")?.["address"]);
      expect((await fetch(`${address}/v1`)).status).toBe(200);
      child.kill("SIGTERM");
      expect(await ended).toBe(0);
    },
    PATIENCE_MS + 5000,
  );
});
