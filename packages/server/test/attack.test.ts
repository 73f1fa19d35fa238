import { createPrivateKey, generateKeyPairSync, X509Certificate } from "node:crypto";
import { type CertificateProfile, createMemoryCertificateAuthority } from "@jeroboam/core";
import { describe, expect, it } from "vitest";
import {
  beAuthority,
  certificateRequest,
  hostNames,
  type WantedRequest,
} from "./certificate-requests.ts";
import { fakeDriver } from "./fake-driver.ts";
import { serverBench } from "./server-bench.ts";

const PATH = "/v1/certificates";
const ONE = { authority: "cluster", usages: ["server", "client"], dnsNames: [] } as const;

/** As a COE has them that tells its users and nodes apart by their certificates. */
const PROFILES: readonly CertificateProfile[] = [
  {
    ...ONE,
    name: "kubelet",
    for: "node",
    commonName: /system:node:[a-z0-9-]+/,
    organizations: ["system:nodes"],
    dnsNames: [/node-\d+/],
  },
  { ...ONE, name: "apiserver", for: "master", commonName: /kubernetes/, organizations: [] },
  {
    ...ONE,
    name: "admin",
    for: "user",
    commonName: /.+/,
    organizations: ["system:masters"],
    usages: ["client"],
  },
];
const KUBELET = { commonName: "system:node:node-0", organizations: ["system:nodes"] };

/** Two clusters of one project, each with a node that logs in as the cluster's own user. */
async function bench() {
  const certificates = createMemoryCertificateAuthority({ keyType: "p256" });
  const server = serverBench({
    certificates,
    drivers: [{ ...fakeDriver, serviceAccountKey: true, certificateProfiles: () => PROFILES }],
  });
  await server.template();
  const uuid = await server.cluster();
  const other = await server.cluster({ name: "c2" });
  await server.settle();
  const { keystone, call } = server;
  const node = keystone.addTrustee(uuid, "wonderland");
  return {
    ...server,
    uuid,
    other,
    node,
    certificates,
    /** Asks for a signature; answers the status and what is told. */
    async ask(wanted: WantedRequest | string, as: string, clusterUuid = uuid) {
      const csr = typeof wanted === "string" ? wanted : certificateRequest(wanted);
      const body = { cluster_uuid: clusterUuid, csr };
      const answer = await call("POST", PATH, { as, body });
      const told = answer.body?.errors?.[0]?.detail ?? "";
      return { status: answer.status, told, pem: answer.body?.pem as string | undefined };
    },
    async authorityOf(clusterUuid: string) {
      return new X509Certificate(await certificates.caCertificatePem(clusterUuid));
    },
  };
}

describe("a certificate request", () => {
  it("that asks for CA:TRUE gets none", async () => {
    const { ask, node } = await bench();
    const insisting = await ask({ ...KUBELET, extensions: [beAuthority(true)] }, node);
    expect(insisting).toMatchObject({
      status: 400,
      told: "Extension 'basicConstraints' not allowed",
    });
    const asking = await ask({ ...KUBELET, extensions: [beAuthority(false)] }, node);
    expect(asking.status).toBe(201);
    expect(new X509Certificate(asking.pem ?? "").ca).toBe(false);
  });

  it("in another cluster's name is good for nothing there", async () => {
    const { ask, node, other, authorityOf, uuid } = await bench();
    expect((await ask(KUBELET, node, other)).status).toBe(403);
    const { pem } = await ask({ commonName: "c2", organizations: ["system:masters"] }, "alice");
    const certificate = new X509Certificate(pem ?? "");
    expect(certificate.verify((await authorityOf(uuid)).publicKey)).toBe(true);
    expect(certificate.verify((await authorityOf(other)).publicKey)).toBe(false);
  });

  it("for system:masters is nothing for a node, be it a master", async () => {
    const { ask, node, certificates, uuid } = await bench();
    const wanted = { commonName: "admin", organizations: ["system:masters"] };
    const { privateKeyPem } = await certificates.serviceAccountKey(uuid);
    const masterKey = createPrivateKey(privateKeyPem);
    for (const asked of [wanted, { ...wanted, masterKey }]) {
      const refused = await ask(asked, node);
      expect(refused.status).toBe(400);
      expect(refused.told).toContain("which signs kubelet (CN system:node:[a-z0-9-]+");
    }
    expect((await ask(wanted, "alice")).status).toBe(201);
  });

  it("for what masters have is nothing for a worker", async () => {
    const { ask, node, certificates, uuid, other } = await bench();
    const wanted = { commonName: "kubernetes" };
    const keyOf = async (clusterUuid: string) =>
      createPrivateKey((await certificates.serviceAccountKey(clusterUuid)).privateKeyPem);
    expect((await ask(wanted, node)).status).toBe(400);
    expect((await ask({ ...wanted, masterKey: await keyOf(other) }, node)).status).toBe(400);
    expect((await ask({ ...wanted, masterKey: await keyOf(uuid) }, node)).status).toBe(201);
    expect((await ask({ ...wanted, masterKey: await keyOf(uuid) }, "alice")).status).toBe(400);
  });

  it("with a signature that is not its own key's is refused", async () => {
    const { ask, node } = await bench();
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const refused = await ask({ ...KUBELET, signWith: privateKey }, node);
    expect(refused).toMatchObject({ status: 400 });
    expect(refused.told).toContain("not made by the key it asks to certify");
  });

  it("of a megabyte is refused before it is read", async () => {
    const { ask, node } = await bench();
    const padded = `${"#".repeat(1_000_000)}\n${certificateRequest(KUBELET)}`;
    const refused = await ask(padded, node);
    expect([400, 413]).toContain(refused.status);
    const large = await ask(`${"#".repeat(70_000)}\n${certificateRequest(KUBELET)}`, node);
    expect(large).toMatchObject({ status: 400 });
    expect(large.told).toContain("it is too long");
  });

  it.each([["*.example"], ["kubernetes"], ["master-0"], ["node-0.evil.example"], ["node-0\0"]])(
    "of a node for the name %j is refused",
    async (name) => {
      const { ask, node } = await bench();
      const wanted = { ...KUBELET, extensions: [hostNames("node-0", name)] };
      const refused = await ask(wanted, node);
      expect(refused.status).toBe(400);
      expect(refused.told).toContain("name that a certificate for kubelet cannot have");
      const own = await ask({ ...KUBELET, extensions: [hostNames("node-0")] }, node);
      expect(new X509Certificate(own.pem ?? "").subjectAltName).toBe("DNS:node-0");
    },
  );

  it("of a user for a wildcard comes back without it", async () => {
    const { ask } = await bench();
    const wanted = {
      commonName: "me",
      organizations: ["system:masters"],
      extensions: [hostNames("*.example", "kubernetes")],
    };
    const { pem } = await ask(wanted, "alice");
    expect(new X509Certificate(pem ?? "").subjectAltName).toBeUndefined();
  });

  it("with an extension that is there twice is refused", async () => {
    const { ask, node } = await bench();
    const twice = [hostNames("node-0"), hostNames("kubernetes")];
    const refused = await ask({ ...KUBELET, extensions: twice }, node);
    expect(refused).toMatchObject({ status: 400 });
    expect(refused.told).toContain("two extensions of one kind");
  });

  it("with a tiny RSA key is refused", async () => {
    const { ask, node } = await bench();
    const keys = generateKeyPairSync("rsa", { modulusLength: 1024 });
    const refused = await ask({ ...KUBELET, keys }, node);
    expect(refused).toMatchObject({ status: 400 });
    expect(refused.told).toContain("2048 to 8192 bits, this one has 1024");
  });
});

describe("a cluster of another project", () => {
  it("signs nothing, shows nothing and is not rotated", async () => {
    const { ask, call, uuid, certificates } = await bench();
    const before = await certificates.caCertificatePem(uuid);
    for (const as of ["mallory", "admin"])
      for (const name of [uuid, uuid.toUpperCase(), "c1"]) {
        const signed = await ask({ commonName: "me", organizations: ["system:masters"] }, as, name);
        expect(signed).toMatchObject({ status: 400, told: `Cluster ${name} could not be found.` });
        expect((await call("GET", `${PATH}/${name}`, { as })).status).toBe(404);
        for (const phase of ["", "?phase=prepare", "?phase=complete"])
          expect((await call("PATCH", `${PATH}/${name}${phase}`, { as })).status).toBe(404);
      }
    expect(await certificates.caCertificatePem(uuid)).toBe(before);
  });

  it("has nodes that are nobody here", async () => {
    const { ask, call, uuid, keystone } = await bench();
    const stranger = keystone.addTrustee("7d1fcbb6-2d6b-4a5c-9c3e-0b3d3c2f1a00", "elsewhere");
    expect((await ask(KUBELET, stranger)).status).toBe(400);
    expect((await call("GET", `${PATH}/${uuid}`, { as: stranger })).status).toBe(404);
  });
});
