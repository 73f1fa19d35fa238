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
    const types = ["kubelet", "etcd", "constructor"].map((type) => `?ca_cert_type=${type}`);
    for (const path of [`${PATH}/${uuid}`, ...types.map((type) => `${PATH}/c1${type}`)]) {
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
    [{ csr: 7 }, "Invalid input for field/attribute csr. Value: '7'. Value should be string"],
    [{ csr: "" }, "Value should have a minimum character requirement of 1"],
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

  // api.md 6: the older name of the cluster, in the versions that have bays
  it("are a bay's until 1.10", async () => {
    const { call, uuid } = await complete();
    const version = "container-infra 1.10";
    const shown = await call("GET", `${PATH}/c1`, { version });
    expect(shown.body).toMatchObject({ bay_uuid: uuid, cluster_uuid: uuid });
    const body = { bay_uuid: "c1", csr: newCsr() };
    const signed = await call("POST", PATH, { version, body });
    expect(signed).toMatchObject({ status: 201, body: { bay_uuid: uuid, cluster_uuid: uuid } });
    expect((await call("POST", PATH, { body })).body.errors[0].detail).toBe(
      "Unknown attribute for argument certificate: bay_uuid",
    );
  });

  // api.md 6: in POST a cluster that is not there, or not the caller's, is 400
  it("are not signed for a stranger or an admin of another project", async () => {
    const { call, uuid } = await complete();
    for (const as of ["mallory", "admin"]) {
      const answer = await call("POST", PATH, { as, body: { cluster_uuid: uuid, csr: "x" } });
      expect(answer.status).toBe(400);
      expect(answer.body.errors[0].detail).toBe(`Cluster ${uuid} could not be found.`);
    }
  });
});

// api.md 6, PATCH; 1.2: in every microversion
describe("the authority of a cluster", () => {
  it.each(["1.1", "1.14"])("is made anew in %s", async (minor) => {
    const { call, uuid, settle, stacks } = await complete();
    const shown = async () => (await call("GET", `${PATH}/c1`)).body.pem;
    const before = await shown();
    const version = `container-infra ${minor}`;
    const accepted = await call("PATCH", `${PATH}/c1`, { version });
    expect(accepted.status).toBe(202);
    expect(accepted.body).toEqual({ uuid });
    expect((await call("GET", "/v1/clusters/c1")).body.status).toBe("UPDATE_IN_PROGRESS");
    await settle();
    expect((await call("GET", "/v1/clusters/c1")).body.status).toBe("UPDATE_COMPLETE");
    const after = await shown();
    expect(after).toContain("BEGIN CERTIFICATE");
    expect(after).not.toBe(before);
    expect(stacks.software.get(uuid)).toBe(after);
    const body = { cluster_uuid: uuid, csr: newCsr() };
    expect((await call("POST", PATH, { body })).status).toBe(201);
  });

  // docs/additions.md: our own
  it("is made anew in two phases, with both trusted between them", async () => {
    const { call, uuid, settle, stacks } = await complete();
    const shown = async () => (await call("GET", `${PATH}/c1`)).body;
    const { pem: former } = await shown();
    const early = await call("PATCH", `${PATH}/c1?phase=complete`);
    expect(early.status).toBe(400);
    expect(early.body.errors[0].detail).toContain("prepare a rotation first");
    expect((await call("PATCH", `${PATH}/c1?phase=prepare`)).body).toEqual({ uuid });
    await settle();
    const between = await shown();
    expect(between.rotation).toBe("prepared");
    expect(between.pem).toMatch(/^-----BEGIN/);
    expect(between.pem.endsWith(former)).toBe(true);
    expect(stacks.software.get(uuid)).toBe(between.pem);
    expect((await call("PATCH", `${PATH}/c1?phase=complete`)).status).toBe(202);
    await settle();
    const after = await shown();
    expect(after).not.toHaveProperty("rotation");
    expect(after.pem + former).toBe(between.pem);
    expect(stacks.software.get(uuid)).toBe(after.pem);
    expect((await call("GET", "/v1/clusters/c1")).body.status).toBe("UPDATE_COMPLETE");
  });

  it("is not made anew in a phase that nobody knows", async () => {
    const { call } = await complete();
    const answer = await call("PATCH", `${PATH}/c1?phase=maybe`);
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0].detail).toContain(
      "It is prepare, complete, or left out for both.",
    );
  });

  // api.md 6 and 1.5
  it("is not made anew without TLS, nor while the cluster changes", async () => {
    const { call, cluster, template, settle } = await complete();
    await template({ name: "open", tls_disabled: true });
    const open = await cluster({ name: "c2", cluster_template_id: "open" });
    await settle();
    const refusal = async (path: string) => {
      const { status, body } = await call("PATCH", path);
      return [status, body.errors[0].detail];
    };
    // There is an authority all the same.
    expect((await call("GET", `${PATH}/${open}`)).status).toBe(200);
    expect(await refusal(`${PATH}/${open}`)).toEqual([
      400,
      "Rotating the CA certificate on a non-TLS cluster is not supported",
    ]);
    await call("POST", "/v1/clusters/c1/actions/resize", { body: { node_count: 3 } });
    expect(await refusal(`${PATH}/c1`)).toEqual([
      400,
      'Rotating the CA certificate of a cluster when status is "UPDATE_IN_PROGRESS" is not supported.',
    ]);
    expect(await refusal(`${PATH}/gone`)).toEqual([404, "Cluster gone could not be found."]);
  });

  // api.md 13: admin or owner, or admin or member; 4.7: in the own project
  it("is for the project to make anew, not for its readers or its nodes", async () => {
    const { call, uuid, keystone } = await complete();
    const colleague = keystone.tokens.get("colleague");
    if (!colleague) throw new Error("the fake Keystone lost a token");
    keystone.tokens.set("reader", { ...colleague, roles: [{ name: "reader" }] });
    const trustee = keystone.addTrustee(uuid, "wonderland");
    for (const [as, status] of [
      ["mallory", 404],
      ["admin", 404],
      ["reader", 403],
      [trustee, 403],
      ["colleague", 202],
    ] as const)
      expect((await call("PATCH", `${PATH}/${uuid}`, { as })).status).toBe(status);
  });
});
