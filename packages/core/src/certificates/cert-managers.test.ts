import { expect, it } from "vitest";
import type { CertManagerBackend } from "./cert-manager.ts";
import { createCertManager } from "./cert-managers.ts";

/** Keeps certificates under references of its own kind. */
function backend(prefix: string): CertManagerBackend & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    async store({ uuid, certificatePem }) {
      kept.set(`${prefix}${uuid}`, certificatePem);
      return `${prefix}${uuid}`;
    },
    async get(ref) {
      const certificatePem = kept.get(ref);
      return certificatePem === undefined ? undefined : { certificatePem, privateKeyPem: "key" };
    },
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
  await manager.remove(former, "c1");
  await manager.removeAll("c1");
  expect([...local.kept, ...rows.kept]).toEqual([]);
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
