import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DEFAULT_OPERATOR_SETTINGS, labelsSchema } from "@jeroboam/core";
import { shellcheckFaults } from "@jeroboam/driver-bench";
import { afterEach, describe, expect, it } from "vitest";
import { clusterSource, nodeUserData, sharedTemplates, templateSource } from "../src/index.ts";
import { bootedNode, type BootedNode, certificatePem, signalsOf } from "./booted-node.ts";
import { toySnapshot } from "./toy-driver.ts";

const scripts = new URL("scripts/", sharedTemplates);
const MAKE = `#!/bin/sh
set -eu
directory=$(dirname "$0")
. /etc/jeroboam/settings
. "$directory/retry.sh"
. "$directory/certificate.sh"
fetch_ca /etc/ca.crt front-proxy
[ -s /etc/key ] || openssl genrsa -out /etc/key 2048
printf '[req]\\ndistinguished_name=s\\nprompt=no\\n[s]\\nCN=x\\n' >"$work/conf"
have_signed /etc/key "$work/conf" /etc/node.crt
`;
const FAIL = "#!/bin/sh\necho 'this \"step\" fails' >&2\nexit 3\n";

const nodes: BootedNode[] = [];
afterEach(() => {
  for (const node of nodes.splice(0)) node.close();
});

async function boot(
  given: { steps?: readonly string[]; refreshSteps?: readonly string[] } = {},
  heatValues: Readonly<Record<string, string>> = {},
) {
  const { cluster, template } = toySnapshot();
  const files = (origin: string) =>
    nodeUserData(
      {
        ...clusterSource({ cluster, template }, labelsSchema),
        credential: undefined,
        endpoints: { identity: `${origin}/v3`, containerInfra: `${origin}/v1` },
        operator: DEFAULT_OPERATOR_SETTINGS,
        timeoutMinutes: 60,
        nodesToRemove: [],
      },
      templateSource({ "scripts/make.sh": MAKE, "scripts/fail.sh": FAIL }, sharedTemplates),
      {
        steps: ["make"],
        refreshSteps: ["new-login", "make"],
        scripts: ["make.sh", "fail.sh"],
        certificates: ["/etc/node.crt"],
        settings: {},
        heatSettings: [],
        ...given,
      },
    );
  const node = await bootedNode(files, {
    NODE_NAME: "node-0",
    LOGIN_METHOD: "password",
    LOGIN_ID: "trustee",
    LOGIN_SECRET: "secret.~+/=-",
    GENERATION: "1",
    WAIT_TIMEOUT_SECONDS: "60",
    ...heatValues,
  });
  nodes.push(node);
  return node;
}
const calls = ({ requests }: BootedNode) => requests.map(({ method, path }) => `${method} ${path}`);
const UUID = toySnapshot().cluster.uuid;

describe("the shared scripts", { timeout: 60_000 }, () => {
  it("satisfy shellcheck", ({ skip }) => {
    const faults = shellcheckFaults(scripts, { passedOver: ["SC1091", "SC2153"] });
    skip(faults === undefined, "shellcheck is not installed");
    expect(faults).toBe("");
  });

  it("log in, fetch the authority of the kind, have a request signed, and tell Heat", async () => {
    const node = await boot();
    expect(await node.run("run.sh")).toMatchObject({ code: 0 });
    expect(calls(node)).toEqual([
      "POST /v3/auth/tokens",
      `GET /v1/certificates/${UUID}?ca_cert_type=front-proxy`,
      "POST /v1/certificates",
      "POST /v3/auth/tokens",
      "POST /signal",
    ]);
    const [login, fetched, signed, signaller, signal] = node.requests;
    const user = { id: "trustee", password: "secret.~+/=-" };
    expect(login?.body).toEqual({
      auth: { identity: { methods: ["password"], password: { user } } },
    });
    expect([fetched?.token, signed?.token]).toEqual(["token-1", "token-1"]);
    expect(signed?.body).toMatchObject({
      cluster_uuid: UUID,
      ca_cert_type: "kubernetes",
      csr: expect.stringMatching(/^-----BEGIN CERTIFICATE REQUEST-----\n[^]+-----\n$/),
    });
    expect(signaller?.body).toEqual({
      auth: {
        identity: {
          methods: ["password"],
          password: { user: { id: "signaller", password: "p!@#" } },
        },
        scope: { project: { id: "p" } },
      },
    });
    expect(signal?.body).toMatchObject({ status: "SUCCESS", id: "node-0-1" });
    expect(node.read("/etc/node.crt")).toContain("BEGIN CERTIFICATE");
  });

  it("log in by application credential", async () => {
    const node = await boot({}, { LOGIN_METHOD: "application_credential" });
    await node.run("run.sh");
    expect(node.requests[0]?.body).toEqual({
      auth: {
        identity: {
          methods: ["application_credential"],
          application_credential: { id: "trustee", secret: "secret.~+/=-" },
        },
      },
    });
  });

  it("ask for a new token when one does not do, and try until they are answered", async () => {
    const node = await boot();
    const path = `GET /v1/certificates/${UUID}?ca_cert_type=front-proxy`;
    node.answers.set(path, { status: 401 });
    const run = node.run("run.sh");
    const asked = () => calls(node).filter((call) => call === path).length;
    await expect.poll(asked, { timeout: 30_000 }).toBeGreaterThan(2);
    node.answers.clear();
    expect(await run).toMatchObject({ code: 0 });
    const logins = calls(node).filter((call) => call.endsWith("/auth/tokens"));
    expect(logins.length).toBeGreaterThan(3);
  });

  it("tell Heat which step failed, in words that JSON can hold", async () => {
    const node = await boot({ steps: ["fail", "make"] });
    expect((await node.run("run.sh")).code).toBe(1);
    expect(node.requests.at(-1)?.body).toEqual({
      status: "FAILURE",
      id: "node-0-1",
      reason: "node-0: step fail failed: this step fails",
      data: "",
    });
  });
});

describe("a node's refresh", { timeout: 60_000 }, () => {
  it("waits for the next generation, takes over login and certificates, and signals all", async () => {
    const node = await boot();
    await node.run("run.sh");
    await node.run("refresh.sh");
    expect(signalsOf(node)).toEqual(["SUCCESS node-0-1"]);

    node.generation = 3;
    const body = { method: "application_credential", id: "other", secret: "new" };
    node.answers.set(`GET /v1/credentials/${UUID}`, { status: 200, body });
    node.requests.splice(0);
    expect(await node.run("refresh.sh")).toMatchObject({ code: 0 });
    expect(signalsOf(node)).toEqual(["SUCCESS node-0-1", "SUCCESS node-0-2", "SUCCESS node-0-3"]);
    expect(node.requests[2]?.body).toEqual({
      auth: {
        identity: {
          methods: ["application_credential"],
          application_credential: { id: "other", secret: "new" },
        },
      },
    });
    expect(node.read("/etc/jeroboam/settings")).not.toContain("secret.~+/=-");

    node.requests.splice(0);
    await node.run("refresh.sh");
    expect(node.requests).toEqual([]);
  });

  it("of a node that is made late begins at the generation it was made at", async () => {
    const node = await boot({}, { GENERATION: "2" });
    await node.run("run.sh");
    node.generation = 2;
    await node.run("refresh.sh");
    expect(signalsOf(node)).toEqual(["SUCCESS node-0-1", "SUCCESS node-0-2"]);
  });

  it("that failed says so, and is not tried again at once", async () => {
    const node = await boot({ refreshSteps: ["fail"] });
    await node.run("run.sh");
    node.generation = 2;
    await node.run("refresh.sh");
    await node.run("refresh.sh");
    expect(signalsOf(node)).toEqual(["SUCCESS node-0-1", "FAILURE node-0-2"]);
    expect(node.read("/var/lib/jeroboam/generation")).toBe("1\n");
  });

  it.each([404, 405])(
    "keeps its login where the API that hands out another answers %s",
    async (status) => {
      const node = await boot();
      await node.run("run.sh");
      node.generation = 2;
      node.answers.set(`GET /v1/credentials/${UUID}`, { status });
      await node.run("refresh.sh");
      expect(signalsOf(node).at(-1)).toBe("SUCCESS node-0-2");
      expect(node.read("/etc/jeroboam/settings")).toContain("LOGIN_SECRET='secret.~+/=-'");
    },
  );

  it("refuses a login that would not survive a shell, and keeps the one it has", async () => {
    const node = await boot();
    await node.run("run.sh");
    node.generation = 2;
    const body = { method: "password", id: "x", secret: "$(reboot)" };
    node.answers.set(`GET /v1/credentials/${UUID}`, { status: 200, body });
    await node.run("refresh.sh");
    expect(node.requests.at(-1)?.body["reason"]).toContain("unusable secret");
    expect(node.read("/etc/jeroboam/settings")).toContain("LOGIN_SECRET='secret.~+/=-'");
  });

  it("comes before a certificate ends, once a day, and Heat hears nothing of it", async () => {
    const node = await boot({ refreshSteps: ["make"] });
    await node.run("run.sh");
    const folder = mkdtempSync(join(tmpdir(), "certificate-"));
    const ending = certificatePem(folder, 29);
    rmSync(folder, { recursive: true });
    node.write("/etc/node.crt", ending);
    node.requests.splice(0);
    await node.run("refresh.sh");
    expect(calls(node)).toContain("POST /v1/certificates");
    expect(node.read("/etc/node.crt")).not.toBe(ending);
    node.write("/etc/node.crt", ending);
    await node.run("refresh.sh");
    expect(node.read("/etc/node.crt")).toBe(ending);
    expect(signalsOf(node)).toEqual([]);
  });
});
