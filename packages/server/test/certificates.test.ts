import { execFileSync } from "node:child_process";
import { createMemoryCertificateAuthority } from "@jeroboam/core";
import { describe, expect, it } from "vitest";
import { serverBench } from "./server-bench.ts";

const PATH = "/v1/certificates";

function newCsr(): string {
  return execFileSync(
    "openssl",
    ["req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", "/dev/null", "-subj", "/CN=admin"],
    { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
  );
}

async function complete() {
  const bench = serverBench({ certificates: createMemoryCertificateAuthority() });
  await bench.template();
  const uuid = await bench.cluster();
  await bench.settle();
  return { ...bench, uuid };
}

// api.md 6
describe("certificates", () => {
  it("of a cluster's authority are shown", async () => {
    const { call, uuid } = await complete();
    for (const path of [`${PATH}/${uuid}`, `${PATH}/c1?ca_cert_type=kubelet`]) {
      const { status, body } = await call("GET", path);
      expect(status).toBe(200);
      expect(body).toEqual({
        cluster_uuid: uuid,
        pem: expect.stringMatching(/^-----BEGIN CERTIFICATE-----\n/),
        links: [
          { href: `http://api.example:9511${PATH}/${uuid}`, rel: "self" },
          { href: `http://api.example:9511/certificates/${uuid}`, rel: "bookmark" },
        ],
      });
    }
  });

  it("are signed", async () => {
    const { call, uuid } = await complete();
    const csr = newCsr();
    const { status, body } = await call("POST", PATH, { body: { cluster_uuid: "c1", csr } });
    expect(status).toBe(201);
    expect(body).toMatchObject({ cluster_uuid: uuid, csr });
    expect(body.pem).toContain("-----END CERTIFICATE-----");
  });

  it.each<[object, string]>([
    [{ csr: "nonsense" }, "Received invalid csr"],
    [
      { csr: undefined },
      "Invalid input for field/attribute csr. Value: 'None'. Mandatory field missing.",
    ],
    [{ cluster_uuid: "none" }, "Cluster none could not be found."],
    [{ colour: 1 }, "Unknown attribute for argument certificate: colour"],
  ])("are not signed with %j", async (wrong, text) => {
    const { call } = await complete();
    const body = { cluster_uuid: "c1", csr: "nonsense", ...wrong };
    const answer = await call("POST", PATH, { body });
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0].detail).toContain(text);
  });

  // api.md 13, note: bound to the user, not the project
  it("are for the user who made the cluster, not for a colleague or a stranger", async () => {
    const { call } = await complete();
    const colleague = await call("GET", `${PATH}/c1`, { as: "colleague" });
    expect(colleague.status).toBe(403);
    expect(colleague.body.errors[0].detail).toBe(
      "Policy doesn't allow certificate:get to be performed.",
    );
    expect((await call("GET", `${PATH}/c1`, { as: "mallory" })).status).toBe(404);
    // api.md 4.7: not across projects
    expect((await call("GET", `${PATH}/c1`, { as: "admin" })).status).toBe(404);
  });

  // certificates.md 5
  it("are for the cluster's own nodes, which may do nothing else", async () => {
    const { call, uuid, keystone } = await complete();
    const trustee = { as: keystone.addTrustee(uuid, "wonderland") };
    expect((await call("GET", `${PATH}/${uuid}`, trustee)).status).toBe(200);
    const body = { cluster_uuid: uuid, csr: newCsr() };
    expect((await call("POST", PATH, { ...trustee, body })).status).toBe(201);
    expect((await call("GET", `/v1/clusters/${uuid}`, trustee)).status).toBe(403);
    expect((await call("DELETE", `/v1/clusters/${uuid}`, trustee)).status).toBe(403);
  });

  it("are not for the nodes of another cluster", async () => {
    const { call, uuid, keystone, cluster } = await complete();
    const other = await cluster({ name: "c2" });
    const trustee = { as: keystone.addTrustee(other, "wonderland") };
    expect((await call("GET", `${PATH}/${uuid}`, trustee)).status).toBe(403);
    const impostor = { as: keystone.addTrustee(uuid, "wonderland", "default") };
    expect((await call("GET", `${PATH}/${uuid}`, impostor)).status).toBe(404);
  });

  // clients.md 6: GET certificate after delete is 404
  it("go with the cluster", async () => {
    const { call, uuid, settle } = await complete();
    await call("DELETE", `/v1/clusters/${uuid}`);
    await settle();
    expect((await call("GET", `${PATH}/${uuid}`)).status).toBe(404);
  });
});
