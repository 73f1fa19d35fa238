import { X509Certificate } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMemoryStore } from "../store/memory-store.ts";
import { requestPem, TEST_KEYS } from "../testing/certificate-requests.ts";
import { OF_ANY_USER } from "../testing/signing-terms.ts";
import { AUTHORITY_KINDS } from "./authority-kind.ts";
import type { CertManager } from "./cert-manager.ts";
import { createCertificateAuthority } from "./certificate-authority.ts";
import { createX509KeyPairCertManager } from "./x509keypair-cert-manager.ts";

const CLUSTER = { uuid: "uuid-1", name: "c1" };
const ALL = { authorities: AUTHORITY_KINDS, serviceAccountKey: true };

/** An authority whose cert manager and rows can be looked at, and break off before any of their writes. */
async function bench() {
  const { authorities: rows, keyPairs } = createMemoryStore();
  const kept = createX509KeyPairCertManager(keyPairs);
  const refs = new Set<string>();
  let writesLeft = Number.POSITIVE_INFINITY;
  const write = () => {
    if (writesLeft-- <= 0) throw new Error("killed");
  };
  const certManager: CertManager = {
    async store(keyPair) {
      write();
      const ref = await kept.store(keyPair);
      refs.add(ref);
      return ref;
    },
    get: kept.get,
    async remove(ref, clusterUuid) {
      write();
      refs.delete(ref);
      await kept.remove(ref, clusterUuid);
    },
    async removeAll(clusterUuid) {
      write();
      refs.clear();
      await kept.removeAll(clusterUuid);
    },
  };
  const open = () =>
    createCertificateAuthority(
      {
        ...rows,
        insert: async (row) => {
          write();
          await rows.insert(row);
        },
        replace: async (row) => {
          write();
          return rows.replace(row);
        },
      },
      certManager,
      { keyType: "p256" },
    );
  const authority = open();
  await authority.createForCluster(CLUSTER, ALL);
  return {
    authority,
    rows,
    refs,
    /** Does what is asked of a process that dies after so many writes. */
    async killedAfter(writes: number, work: () => Promise<void>) {
      writesLeft = writes;
      await work().catch((error: Error) => {
        if (error.message !== "killed") throw error;
      });
      writesLeft = Number.POSITIVE_INFINITY;
    },
    trusted: async () =>
      (
        (await authority.caCertificatePem(CLUSTER.uuid)).match(/-----BEGIN[^]+?-----END.*/g) ?? []
      ).map((pem) => new X509Certificate(pem)),
    signer: async () =>
      new X509Certificate(await authority.sign(CLUSTER.uuid, requestPem(), OF_ANY_USER)),
  };
}

describe("a cluster's certificates", () => {
  it("are several authorities and a key of service accounts, and all of them go with it", async () => {
    const { authority, rows, refs } = await bench();
    expect((await rows.ofCluster("uuid-1")).map(({ kind }) => kind)).toEqual([
      "cluster",
      "etcd",
      "front-proxy",
      "service-account",
    ]);
    expect(refs.size).toBe(4);
    const pems = await Promise.all(
      AUTHORITY_KINDS.map((kind) => authority.caCertificatePem("uuid-1", kind)),
    );
    expect(new Set(pems).size).toBe(3);
    const key = await authority.serviceAccountKey("uuid-1");
    expect(key.publicKeyPem).toContain("BEGIN PUBLIC KEY");
    expect(key.privateKeyPem).toContain("BEGIN PRIVATE KEY");
    await authority.deleteForCluster("uuid-1");
    expect(refs.size).toBe(0);
    expect(await rows.ofCluster("uuid-1")).toEqual([]);
  });

  it("are what is asked for and nothing else", async () => {
    const { authority } = await bench();
    const other = { uuid: "uuid-2", name: "c2" };
    await authority.createForCluster(other, { authorities: ["cluster"], serviceAccountKey: false });
    const gone = { code: "JRB_CERTIFICATE_NOT_FOUND" };
    await expect(authority.caCertificatePem("uuid-2", "etcd")).rejects.toMatchObject(gone);
    await expect(authority.serviceAccountKey("uuid-2")).rejects.toMatchObject(gone);
    // Without the key nobody is a master.
    const profiles = OF_ANY_USER.profiles.map((one) => ({ ...one, for: "master" as const }));
    const asNode = { ...OF_ANY_USER, by: "node", profiles } as const;
    await expect(authority.sign("uuid-2", requestPem(), asNode)).rejects.toMatchObject({
      code: "JRB_CSR_FORBIDDEN",
    });
  });

  it("are signed by the authority that is named", async () => {
    const { authority } = await bench();
    const profiles = OF_ANY_USER.profiles.map((one) => ({ ...one, authority: "etcd" as const }));
    const pem = await authority.sign("uuid-1", requestPem({ keys: TEST_KEYS.rsa }), {
      ...OF_ANY_USER,
      authority: "etcd",
      profiles,
    });
    const etcd = new X509Certificate(await authority.caCertificatePem("uuid-1", "etcd"));
    const cluster = new X509Certificate(await authority.caCertificatePem("uuid-1"));
    expect(new X509Certificate(pem).verify(etcd.publicKey)).toBe(true);
    expect(new X509Certificate(pem).verify(cluster.publicKey)).toBe(false);
  });
});

describe("a rotation", () => {
  it("has the new authority sign and both trusted, then the new one alone", async () => {
    const { authority, trusted, signer, refs } = await bench();
    const [former] = await trusted();
    if (!former) throw new Error("there is no authority");
    const key = await authority.serviceAccountKey("uuid-1");
    await authority.prepareRotation(CLUSTER, "r1");
    expect(await authority.rotationOf("uuid-1")).toEqual({ id: "r1" });
    const [present, second, ...others] = await trusted();
    if (!present) throw new Error("there is no authority");
    expect(second?.fingerprint256).toBe(former.fingerprint256);
    expect(others).toEqual([]);
    expect((await signer()).verify(present.publicKey)).toBe(true);
    expect(refs.size).toBe(7);

    await authority.completeRotation("uuid-1", "r1");
    expect((await trusted()).map(({ fingerprint256 }) => fingerprint256)).toEqual([
      present.fingerprint256,
    ]);
    expect((await signer()).verify(former.publicKey)).toBe(false);
    expect(await authority.rotationOf("uuid-1")).toBeUndefined();
    expect(refs.size).toBe(4);
    expect(await authority.serviceAccountKey("uuid-1")).toEqual(key);
  });

  it("is prepared once, however often it is asked for", async () => {
    const { authority } = await bench();
    await authority.prepareRotation(CLUSTER, "r1");
    const prepared = await authority.caCertificatePem("uuid-1");
    await authority.prepareRotation(CLUSTER, "r1");
    await authority.prepareRotation(CLUSTER, "r2");
    expect(await authority.caCertificatePem("uuid-1")).toBe(prepared);
    expect(await authority.rotationOf("uuid-1")).toEqual({ id: "r1" });
  });

  it("is neither completed nor abandoned under another id", async () => {
    const { authority } = await bench();
    await authority.prepareRotation(CLUSTER, "r1");
    const prepared = await authority.caCertificatePem("uuid-1");
    await authority.completeRotation("uuid-1", "r2");
    await authority.abandonRotation("uuid-1", "r2");
    expect(await authority.caCertificatePem("uuid-1")).toBe(prepared);
  });

  it("that is abandoned leaves the former authority and no key of the new one", async () => {
    const { authority, refs, rows } = await bench();
    const before = await authority.caCertificatePem("uuid-1");
    const [{ endsAt, warnAt } = {}] = await rows.ofCluster("uuid-1");
    await authority.prepareRotation(CLUSTER, "r1");
    await authority.abandonRotation("uuid-1", "r1");
    await authority.abandonRotation("uuid-1", "r1");
    expect(await authority.caCertificatePem("uuid-1")).toBe(before);
    expect(refs.size).toBe(4);
    expect(await rows.find("uuid-1", "cluster")).toMatchObject({ endsAt, warnAt });
  });

  it("comes to its end whenever the process dies, and leaves no key that nobody needs after a delete", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(9), { maxLength: 4 }),
        fc.array(fc.nat(6), { maxLength: 4 }),
        fc.boolean(),
        async (preparing, ending, completes) => {
          const { authority, trusted, signer, refs, killedAfter } = await bench();
          const [former] = await trusted();
          const prepare = () => authority.prepareRotation(CLUSTER, "r1");
          const end = () =>
            completes
              ? authority.completeRotation("uuid-1", "r1")
              : authority.abandonRotation("uuid-1", "r1");
          for (const writes of preparing) await killedAfter(writes, prepare);
          // At every moment there is one that signs, and it is trusted.
          const signing = await signer();
          expect((await trusted()).some(({ publicKey }) => signing.verify(publicKey))).toBe(true);
          await prepare();
          for (const writes of ending) await killedAfter(writes, end);
          await end();
          const [only, ...others] = await trusted();
          expect(others).toEqual([]);
          expect(only?.fingerprint256 === former?.fingerprint256).toBe(!completes);
          expect((await signer()).verify((only as X509Certificate).publicKey)).toBe(true);
          await authority.deleteForCluster("uuid-1");
          expect(refs.size).toBe(0);
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);
});
