import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { type Simulator, startSimulator } from "@jeroboam/openstack-simulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jeroboam, PATIENCE_MS, temporaryFolder } from "./jeroboam-command.ts";

const LIMIT_MS = PATIENCE_MS + 5000;

let simulator: Simulator;
let taken: Server;

beforeAll(async () => {
  simulator = await startSimulator();
  taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
});

afterAll(async () => {
  taken.close();
  await simulator.close();
});

/** The executable with the simulated cloud's service user and a folder of its own. */
function start(argv: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const folder = temporaryFolder();
  return jeroboam(argv, {
    ...simulator.environment("magnum"),
    JEROBOAM_STATE_DIRECTORY: folder,
    JEROBOAM_PORT: "0",
    ...more,
  });
}

/** A file in a folder of its own. */
function file(name: string, text: string): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, text);
  return path;
}

/** Nobody listens there: port 1 is not given to programs. */
const NOBODY = "127.0.0.1:1";

describe("the executable", () => {
  it.each<[string, () => readonly string[], string]>([
    [
      "a policy file that is none",
      () => ["--policy-file", file("policy.yaml", "cluster:create: [\n")],
      "policy.yaml",
    ],
    ["a directory as policy file", () => ["--policy-file", temporaryFolder()], "jeroboam-"],
    ["a driver module that is not there", () => ["--drivers", "./nowhere.js"], "nowhere.js"],
    [
      "a module without a driver",
      () => ["--drivers", file("empty-driver.js", "export const nothing = 1;\n")],
      "exports no driver",
    ],
    [
      "a port that is in use",
      () => {
        const address = taken.address();
        return ["all", "--port", String(typeof address === "object" ? address?.port : undefined)];
      },
      "EADDRINUSE",
    ],
    ["a public URL that is none", () => ["--public-url", "cloud"], "It has to be a URL"],
    ["a command that is none", () => ["bottle"], "unknown command 'bottle'"],
    ["half a command", () => ["driver", "drink"], "unknown command 'drink'"],
  ])(
    "ends at once with %s, and says so in one line",
    async (_, argv, text) => {
      const { ended, complaints } = start(argv());
      expect(await ended).toBe(1);
      expect(complaints()).toEqual([expect.stringContaining(text)]);
    },
    LIMIT_MS,
  );

  it.each<[string, Readonly<Record<string, string>>, string]>([
    ["a wrong password", { OS_PASSWORD: "wrong" }, "Keystone refused to authenticate"],
    [
      "a trustee domain without its admin's password",
      { JEROBOAM_TRUSTEE_DOMAIN: "magnum" },
      "JEROBOAM_TRUSTEE_DOMAIN_ADMIN_PASSWORD",
    ],
  ])(
    "ends at once with %s, and says nothing secret",
    async (_, environment, text) => {
      const { ended, complaints } = start([], environment);
      expect(await ended).toBe(1);
      expect(complaints().join("\n")).toContain(text);
      expect(complaints().join("\n")).not.toContain("secret");
    },
    LIMIT_MS,
  );

  it(
    "says what will be missed, listens, and stops when it is told to",
    async () => {
      const { child, ended, said, logged } = start([]);
      const { address } = await said("listening");
      const warnings = logged().filter(({ level }) => level === "warn");
      expect(warnings.map(({ msg }) => msg)).toEqual([
        expect.stringContaining("in memory"),
        expect.stringContaining("no trustee domain"),
        expect.stringContaining("nodes are told an address that they cannot reach"),
        expect.stringContaining("nodes are told an address that they cannot reach"),
      ]);
      expect((await fetch(`${String(address)}/v1`)).status).toBe(200);
      expect((await fetch(`${String(address)}/healthcheck/ready`)).status).toBe(200);
      // As every other path that needs a token.
      expect((await fetch(`${String(address)}/metrics`)).status).toBe(401);
      child.kill("SIGTERM");
      expect(await ended).toBe(0);
      expect(logged().at(-1)).toMatchObject({ msg: "stopped" });
    },
    LIMIT_MS,
  );

  it(
    "tells health and metrics at a port of their own when it is asked to",
    async () => {
      const { said } = start(["--health-port", "0"]);
      const { address } = await said("health and metrics are told");
      await said("listening");
      const ready = await (await fetch(`${String(address)}/healthcheck/ready`)).json();
      expect(ready).toMatchObject({
        ready: true,
        checks: { database: { ok: true }, identity: { ok: true } },
      });
      const metrics = await (await fetch(`${String(address)}/metrics`)).text();
      expect(metrics).toMatch(/^jeroboam_cloud_calls_total\{service="identity"\} [1-9]/m);
    },
    LIMIT_MS,
  );

  it(
    "waits for a Keystone that is away, and stops waiting when it is told to stop",
    async () => {
      const { child, ended, said, complaints } = start([], { OS_AUTH_URL: `http://${NOBODY}/v3` });
      await said(`Keystone at http://${NOBODY}/v3 cannot be reached; trying again`);
      child.kill("SIGTERM");
      expect(await ended).toBe(0);
      expect(complaints()).toEqual([]);
    },
    LIMIT_MS,
  );
});

describe("a command beside the service", () => {
  it("prints the version", async () => {
    const { ended, printed } = start(["--version"]);
    expect(await ended).toBe(0);
    expect(printed()).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it("lists the drivers, as a table and as JSON", async () => {
    const table = start(["driver", "list"]);
    expect(await table.ended).toBe(0);
    const [, head, , row] = table.printed().split("\n");
    expect(head).toMatch(/^\| name +\| server_type +\| os +\| coe +\|$/);
    expect(row).toMatch(/^\| swarm_mode_v1 +\| vm +\| ubuntu +\| swarm-mode +\|$/);
    const json = start(["driver", "list", "--json"]);
    expect(await json.ended).toBe(0);
    expect(JSON.parse(json.printed())).toContainEqual({
      name: "swarm_mode_v1",
      server_type: "vm",
      os: "ubuntu",
      coe: "swarm-mode",
    });
  });
});
