import { expect, it } from "vitest";
import type { CertManagerBackend, KeyPair } from "./cert-manager.ts";
import { type CertManagerType, createCertManager } from "./cert-managers.ts";
import { createCertificateAuthority } from "./certificate-authority.ts";
import { createMemoryStore } from "../store/memory-store.ts";

/** Keeps key pairs under references of its own kind. */
function backend(prefix: string): CertManagerBackend & { readonly kept: Map<string, KeyPair> } {
  const kept = new Map<string, KeyPair>();
  return {
    kept,
    async store({ uuid, certificatePem, privateKeyPem }) {
      kept.set(`${prefix}${uuid}`, { certificatePem, privateKeyPem });
      return `${prefix}${uuid}`;
    },
    get: async (ref) => kept.get(ref),
    async remove(ref) {
      kept.delete(ref);
    },
    removeAll: async () => kept.clear(),
  };
}

const keyPair = {
  uuid: "u1",
  clusterUuid: "c1",
  name: "n",
  certificatePem: "certificate",
  privateKeyPem: "key",
};

it("finds and removes what was kept when the type was another", async () => {
  const [local, rows] = [backend("local:"), backend("x509keypair:")];
  const former = await createCertManager("local", { local }).store(keyPair);
  const manager = createCertManager("x509keypair", { local, x509keypair: rows });
  const ref = await manager.store({ ...keyPair, uuid: "u2" });
  expect(await manager.get(former, "c1")).toMatchObject({ certificatePem: "certificate" });
  expect(await manager.get(ref, "c1")).toMatchObject({ certificatePem: "certificate" });
  await manager.removeAll("c1", [former, ref]);
  expect([...local.kept, ...rows.kept]).toEqual([]);
});

it("removes what is on record also where a search of the present type does not find it", async () => {
  const rows = { ...backend("x509keypair:"), removeAll: async () => undefined };
  const manager = createCertManager("x509keypair", { x509keypair: rows });
  const ref = await manager.store(keyPair);
  await manager.removeAll("c1", [ref]);
  expect([...rows.kept]).toEqual([]);
});

it("an authority moves to another type when it is rotated, and leaves nothing in either", async () => {
  const [local, rows] = [backend("local:"), backend("x509keypair:")];
  const backends = { local, x509keypair: rows };
  const { authorities } = createMemoryStore();
  const cluster = { uuid: "c1", name: "swarm" };
  const authorityOf = (type: CertManagerType) =>
    createCertificateAuthority(authorities, createCertManager(type, backends), { keyBits: 1024 });
  const wanted = { authorities: ["cluster"], serviceAccountKey: true } as const;
  await authorityOf("local").createForCluster(cluster, wanted);
  const later = authorityOf("x509keypair");
  expect((await later.serviceAccountKey("c1")).privateKeyPem).toContain("PRIVATE KEY");
  await later.prepareRotation(cluster, "r1");
  expect([local.kept.size, rows.kept.size]).toEqual([2, 1]);
  await later.completeRotation("c1", "r1");
  expect([local.kept.size, rows.kept.size]).toEqual([1, 1]);
  await later.deleteForCluster("c1");
  expect([...local.kept.keys(), ...rows.kept.keys()]).toEqual([]);
});

it("says which one is missing, and hands on whether it may be there again later", async () => {
  const manager = createCertManager("x509keypair", { x509keypair: backend("x509keypair:") });
  await expect(manager.get("http://barbican/v1/containers/1", "c1")).rejects.toMatchObject({
    code: "JRB_CERT_MANAGER_UNAVAILABLE",
    retryable: false,
    message: expect.stringContaining("The cert manager barbican"),
  });
  const away: CertManagerBackend = {
    ...backend(""),
    get: () => Promise.reject(Object.assign(new Error("no route"), { retryable: true })),
  };
  const barbican = createCertManager("barbican", { barbican: away });
  await expect(barbican.get("http://barbican/v1/containers/1", "c1")).rejects.toMatchObject({
    code: "JRB_CERT_MANAGER_UNAVAILABLE",
    retryable: true,
    message: expect.stringContaining("no route"),
  });
  await expect(manager.get("x509keypair:u9", "c1")).rejects.toMatchObject({
    code: "JRB_CERTIFICATE_NOT_FOUND",
  });
});
