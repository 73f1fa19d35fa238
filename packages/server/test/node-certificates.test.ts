import { X509Certificate } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CloudBench, startCloudBench } from "./cloud-bench.ts";
import { nodeKeys } from "./node-keys.ts";
import { trustToken } from "./keystone-over-http.ts";

let bench: CloudBench;
let mine: string;
let other: string;
beforeAll(async () => {
  bench = await startCloudBench({ keyBits: 2048, trustsNodes: true });
  await bench.template();
  [mine, other] = await Promise.all([bench.cluster(), bench.cluster({ name: "c2" })]);
  await Promise.all([bench.settled(mine), bench.settled(other)]);
});
afterAll(() => bench.close());

/** What the servers of a cluster were told by their user data. */
function nodeSettings(clusterUuid: string): readonly ReadonlyMap<string, string>[] {
  return bench.simulator.inspection
    .servers()
    .map(({ userData }) => settingsIn(userData))
    .filter((settings) => settings.get("CLUSTER_UUID") === clusterUuid);
}

/** The shell variables in the file of settings that cloud-init writes. */
function settingsIn(userData: string): ReadonlyMap<string, string> {
  const [, content = '""'] = /path: \S+\/settings\n.*\n\s+content: (".*")/.exec(userData) ?? [];
  const lines = String(JSON.parse(content)).matchAll(/^([A-Z_]+)='?([^'\n]*)'?$/gm);
  return new Map([...lines].map(([, name = "", value = ""]) => [name, value]));
}

function nodeUser(clusterUuid: string) {
  const [settings] = nodeSettings(clusterUuid);
  return {
    id: settings?.get("LOGIN_ID") ?? "",
    password: settings?.get("LOGIN_SECRET") ?? "",
  };
}

function nodeToken(clusterUuid: string): Promise<string> {
  const { id, password } = nodeUser(clusterUuid);
  return bench.trusteeToken(id, password);
}

/** What a node gets that uses the trust which the operator lets it have. */
function nodeTrustToken(clusterUuid: string): Promise<string> {
  const user = nodeUser(clusterUuid);
  const trust = bench.simulator.inspection.trusts().find(({ trusteeId }) => trusteeId === user.id);
  return trustToken(bench.simulator.authUrl, user, trust?.id ?? "");
}

// certificates.md 5
describe("a node", { timeout: 30_000 }, () => {
  it("knows where to ask, and as whom", () => {
    const [first, ...others] = nodeSettings(mine);
    expect(others).toHaveLength(1);
    expect(first?.get("AUTH_URL")).toBe(bench.simulator.authUrl);
    expect(first?.get("MAGNUM_URL")).toBe(bench.url);
    expect(first?.get("TLS_DISABLED")).toBe("false");
    expect(nodeSettings(other)[0]?.get("LOGIN_ID")).not.toBe(first?.get("LOGIN_ID"));
  });

  it("gets the cluster's CA and has its own certificate signed by it", async () => {
    const token = await nodeToken(mine);
    const fetched = await bench.call("GET", `/certificates/${mine}`, { token });
    expect(fetched).toMatchObject({ status: 200, body: { cluster_uuid: mine } });
    const authority = new X509Certificate(fetched.body.pem);
    expect(authority.subject).toBe("CN=c1");
    expect(authority.ca).toBe(true);

    const address = (await bench.show(mine)).node_addresses[0];
    const csr = nodeKeys(address).csrPem;
    const body = { cluster_uuid: mine, csr };
    const signed = await bench.call("POST", "/certificates", { token, body });
    expect(signed).toMatchObject({ status: 201, body: { cluster_uuid: mine, csr } });
    const certificate = new X509Certificate(signed.body.pem);
    expect(certificate.verify(authority.publicKey)).toBe(true);
    expect(certificate.checkIssued(authority)).toBe(true);
    expect(certificate.subject).toBe("CN=swarm.invalid");
    expect(certificate.checkIP(address)).toBe(address);
    expect(certificate.checkIP("127.0.0.1")).toBe("127.0.0.1");
    expect(certificate.ca).toBe(false);
    expect(certificate.keyUsage.toSorted()).toEqual(["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"]);
  });

  it("gets no other cluster's certificates", async () => {
    const token = await nodeToken(mine);
    const body = { cluster_uuid: other, csr: nodeKeys("10.0.0.1").csrPem };
    expect((await bench.call("GET", `/certificates/${other}`, { token })).status).toBe(403);
    expect((await bench.call("POST", "/certificates", { token, body })).status).toBe(403);
    expect((await bench.call("GET", "/certificates/c2", { token })).status).toBe(403);
  });

  it("is the cluster's user still when it comes by the trust of whoever made the cluster", async () => {
    const token = await nodeTrustToken(mine);
    expect((await bench.call("GET", `/certificates/${mine}`, { token })).status).toBe(200);
    expect((await bench.call("GET", `/certificates/${other}`, { token })).status).toBe(403);
  });

  it.each([
    ["GET", "/clusters"],
    ["GET", "/clusters/detail"],
    ["GET", "/clusters/c1"],
    ["GET", "/clustertemplates"],
    ["GET", "/clustertemplates/swarm"],
    ["DELETE", "/clusters/c1"],
    ["DELETE", "/clustertemplates/swarm"],
    ["PATCH", "/clusters/c1", [{ op: "replace", path: "/node_count", value: 2 }]],
    ["POST", "/clusters/c1/actions/resize", { node_count: 2 }],
    ["POST", "/clusters", { name: "c3", cluster_template_id: "swarm" }],
    ["POST", "/clustertemplates", { name: "t3", coe: "swarm-mode", image_id: "ubuntu-22.04" }],
  ])("may not %s %s", async (method, path, body?: unknown) => {
    for (const token of [await nodeToken(mine), await nodeTrustToken(mine)]) {
      const answer = await bench.call(method, path, { token, body });
      expect(answer.status).toBe(403);
      expect(answer.body.errors[0].detail).toMatch(/^Policy doesn't allow \S+ to be performed\.$/);
    }
  });

  it("has a token that is worth nothing once its cluster is gone", async () => {
    const uuid = await bench.cluster({ name: "c9" });
    await bench.settled(uuid);
    const [settings] = nodeSettings(uuid);
    const token = await nodeToken(uuid);
    await bench.call("DELETE", `/clusters/${uuid}`);
    await bench.gone(uuid);
    expect((await bench.call("GET", `/certificates/${uuid}`, { token })).status).toBe(401);
    await expect(
      bench.trusteeToken(settings?.get("LOGIN_ID") ?? "", settings?.get("LOGIN_SECRET") ?? ""),
    ).rejects.toThrow("401");
  });
});

// api.md 1.3 and 13
describe("certificates on a cloud", { timeout: 30_000 }, () => {
  it("are the cluster's user's, and nobody's of another project", async () => {
    const csr = nodeKeys("10.0.0.1").csrPem;
    for (const [as, get, post] of [
      ["demo", 200, 201],
      ["demo2", 404, 400],
    ] as const) {
      const body = { cluster_uuid: mine, csr };
      expect((await bench.call("GET", `/certificates/${mine}`, { as })).status).toBe(get);
      expect((await bench.call("POST", "/certificates", { as, body })).status).toBe(post);
    }
  });

  it("are not for those without a valid token", async () => {
    const answer = await bench.call("GET", `/certificates/${mine}`, { token: "forged" });
    expect(answer.status).toBe(401);
  });
});
