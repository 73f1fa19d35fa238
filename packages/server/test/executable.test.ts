import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { type Simulator, startSimulator } from "@jeroboam/openstack-simulator";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
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

/** Begins a request and never ends it; resolves when the server has it. */
async function sendHalf(origin: string): Promise<void> {
  const { hostname, port } = new URL(origin);
  const caller = connect(Number(port), hostname);
  onTestFinished(() => void caller.destroy());
  // The server hangs up in the end.
  caller.on("error", () => {});
  caller.write("POST /v1/clusters HTTP/1.1\r\nhost: api\r\ncontent-length: 9\r\n\r\n{");
  await fetch(`${origin}/healthcheck`);
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
    ["a policy file that is not there", () => ["--policy-file", "/nope.yaml"], "/nope.yaml"],
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
      "(--host, --port): listen EADDRINUSE",
    ],
    ["a public URL that is none", () => ["--public-url", "cloud"], "It has to be a URL"],
    ["a command that is none", () => ["bottle"], "unknown command 'bottle'"],
    [
      "a region for nodes that has no Keystone",
      () => ["--trustee-keystone-region-name", "RegionTwo"],
      "no public endpoint of identity in region RegionTwo",
    ],
    ["half a command", () => ["driver", "drink"], "unknown command 'drink'"],
    ["a file of SQLite for several processes", () => ["api"], "MariaDB or PostgreSQL"],
    [
      "no folder to keep a file in",
      () => ["--database", `sqlite:///${join(file("taken", ""), "a.sqlite")}`],
      "taken",
    ],
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
    [
      "a database of an unknown kind",
      { JEROBOAM_DATABASE: "oracle://me:secret@db/magnum" },
      "oracle",
    ],
    [
      "a broker's URL that is none",
      { JEROBOAM_TRANSPORT_URL: "kafka://me:secret@mq/" },
      "rabbit://",
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
    "goes on when nobody reads its log any more, and stops in order when its terminal goes away",
    async () => {
      const { child, ended, said } = start([]);
      const { address } = await said("listening");
      child.stderr?.destroy();
      for (let asked = 0; asked < 5; asked++)
        expect((await fetch(`${String(address)}/v1`)).status).toBe(200);
      child.kill("SIGHUP");
      expect(await ended).toBe(0);
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
    "does not wait for a caller who never ends a request",
    async () => {
      const { child, ended, said } = start(["--stop-grace-seconds", "2"]);
      await sendHalf(String((await said("listening"))["address"]));
      child.kill("SIGTERM");
      expect(await ended).toBe(0);
      await said("stopped");
    },
    LIMIT_MS,
  );

  it(
    "ends at once when it is told to stop a second time",
    async () => {
      const { child, ended, said } = start(["--stop-grace-seconds", "600"]);
      await sendHalf(String((await said("listening"))["address"]));
      child.kill("SIGTERM");
      await said("stopping");
      child.kill("SIGINT");
      expect(await ended).toBeNull();
      expect(child.signalCode).toBe("SIGINT");
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
      expect(metrics).not.toContain("jeroboam_outbox_messages");
    },
    LIMIT_MS,
  );

  it(
    "serves while its broker is away, and tells how much waits for it",
    async () => {
      const { said } = start(["--health-port", "0"], {
        JEROBOAM_TRANSPORT_URL: `rabbit://guest:guest@${NOBODY}/`,
      });
      const { address } = await said("health and metrics are told");
      await said("listening");
      const metrics = await (await fetch(`${String(address)}/metrics`)).text();
      expect(metrics).toMatch(/^jeroboam_outbox_messages 0$/m);
    },
    LIMIT_MS,
  );

  it(
    "refuses a second process on the same file",
    async () => {
      const shared = { JEROBOAM_STATE_DIRECTORY: temporaryFolder() };
      const first = start(["all"], shared);
      await first.said("listening");
      const second = start(["all"], shared);
      expect(await second.ended).toBe(1);
      expect(second.complaints()).toEqual([expect.stringContaining("another process uses")]);
      expect(second.logged()).not.toEqual([]);
      expect(second.lines().at(-1)).toContain("another process uses");
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

  it(
    "waits for a database that is away, and does not tell its password",
    async () => {
      const { said, logged } = start(["conductor"], {
        JEROBOAM_DATABASE: `mysql+pymysql://magnum:hidden@${NOBODY}/magnum`,
      });
      await said(`the database mysql magnum@${NOBODY}/magnum cannot be reached; trying again`);
      expect(JSON.stringify(logged())).not.toContain("hidden");
    },
    LIMIT_MS,
  );
});

describe("a command beside the service", () => {
  it(
    "prints the version",
    async () => {
      const { ended, printed } = start(["--version"]);
      expect(await ended).toBe(0);
      expect(printed()).toMatch(/^\d+\.\d+\.\d+\n$/);
    },
    LIMIT_MS,
  );

  it(
    "lists the drivers, as a table and as JSON",
    async () => {
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
    },
    LIMIT_MS,
  );

  it(
    "does not use a driver that is disabled",
    async () => {
      const conf = file(
        "magnum.conf",
        "[drivers]\ndisabled_drivers = k8s_fedora_coreos_v1, kubernetes_v1, swarm_mode_v1\n",
      );
      const { ended, printed } = start(["driver", "list", "--json", "--config-file", conf]);
      expect(await ended).toBe(0);
      expect(JSON.parse(printed())).toEqual([]);
    },
    LIMIT_MS,
  );

  it(
    "brings a schema up to date, once",
    async () => {
      const shared = { JEROBOAM_STATE_DIRECTORY: temporaryFolder() };
      const missing = start(["db", "version"], shared);
      expect(await missing.ended).toBe(1);
      expect(missing.printed()).toContain("jeroboam db upgrade");
      const first = start(["db", "upgrade"], shared);
      expect(await first.ended).toBe(0);
      expect(first.printed()).toMatch(/^applied .*\n.* is up to date\n$/s);
      const second = start(["db", "upgrade"], shared);
      expect(await second.ended).toBe(0);
      expect(second.printed()).not.toContain("applied");
      const there = start(["db", "version"], shared);
      expect(await there.ended).toBe(0);
      const json = start(["db", "version", "--json"], shared);
      expect(await json.ended).toBe(0);
      const current = there.printed().trim();
      expect(JSON.parse(json.printed())).toEqual({ current, wanted: current, pending: [] });
    },
    LIMIT_MS,
  );

  it(
    "says in one line that a database is away",
    async () => {
      const { ended, complaints } = start(["db", "upgrade"], {
        JEROBOAM_DATABASE: `postgresql://magnum:hidden@${NOBODY}/magnum`,
      });
      expect(await ended).toBe(1);
      expect(complaints()).toEqual([expect.stringContaining("ECONNREFUSED")]);
    },
    LIMIT_MS,
  );

  it(
    "tells what is well with the service and what is not",
    async () => {
      const shared = {
        JEROBOAM_STATE_DIRECTORY: temporaryFolder(),
        JEROBOAM_TRUSTEE_DOMAIN: "magnum",
        JEROBOAM_TRUSTEE_DOMAIN_ADMIN_PASSWORD:
          simulator.environment("magnum")["OS_PASSWORD"] ?? "",
        JEROBOAM_PUBLIC_URL: "https://cloud.example:9511/v1",
        JEROBOAM_SERVICE_HOST: "controller-1",
      };
      const service = start(["all"], shared);
      await service.said("listening");
      const well = start(["status", "--json"], shared);
      expect(await well.ended).toBe(0);
      const { code, checks } = JSON.parse(well.printed());
      expect(code).toBe(0);
      expect(checks).toContainEqual({
        name: "conductors",
        level: "ok",
        detail: "1 up (controller-1)",
      });
      const warned = start(["status"], { ...shared, JEROBOAM_TRUSTEE_DOMAIN: "" });
      expect(await warned.ended).toBe(1);
      expect(warned.printed()).toMatch(/^\| trustee domain +\| warning +\| none is set/m);
      const elsewhere = start(["status"], {
        ...shared,
        JEROBOAM_SERVICE_REGIONS: "orchestration=RegionTwo",
      });
      expect(await elsewhere.ended).toBe(2);
      expect(elsewhere.printed()).toMatch(
        /^\| orchestration +\| failure +\| .*no public endpoint of orchestration in region RegionTwo/m,
      );
      const nodesElsewhere = start(["status"], {
        ...shared,
        JEROBOAM_TRUSTEE_KEYSTONE_REGION_NAME: "RegionTwo",
      });
      expect(await nodesElsewhere.ended).toBe(2);
      const failing = start(["status"], { ...shared, OS_PASSWORD: "wrong" });
      expect(await failing.ended).toBe(2);
      expect(failing.printed()).toMatch(/^\| identity +\| failure +\| .*refused to authenticate/m);
    },
    LIMIT_MS,
  );
});
