import { generateKeyPairSync, randomUUID } from "node:crypto";
import type { CertManager, NewKeyPair } from "@jeroboam/core";
import { expect, it } from "vitest";

const GONE = { code: "JRB_CERTIFICATE_NOT_FOUND" };

/** A key pair as authorities have them; the certificate is any PEM text. */
export function aKeyPair(over: Partial<NewKeyPair> = {}): NewKeyPair {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
  return {
    uuid: randomUUID(),
    clusterUuid: randomUUID(),
    name: "swarm-1",
    certificatePem: publicKey.export({ type: "spki", format: "pem" }).toString(),
    privateKeyPem: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    ...over,
  };
}

/** What a reference may have been changed into by somebody who writes to the database. */
function tricks(ref: string): readonly string[] {
  const uuid = ref.slice(-36);
  return [
    "",
    uuid,
    "../../etc/passwd",
    "/etc/passwd",
    "local:../../etc/passwd",
    `local:../${uuid}`,
    `local:${uuid}/../${uuid}`,
    `local:${uuid}\0`,
    `local:${uuid}\n`,
    "local:/etc/passwd",
    "x509keypair:' or '1'='1",
    `x509keypair:${uuid} `,
    "file:///etc/passwd",
    `http://127.0.0.1:1/v1/secrets/${uuid}`,
    `http://127.0.0.1:1/v1/containers/../secrets/${uuid}`,
    `http://127.0.0.1:1/v1/containers/${uuid}/consumers`,
    `http://127.0.0.1:1/v1/containers/${randomUUID()}`,
    "http://127.0.0.1:1/v3/auth/tokens",
    `${ref}/../..`,
    `${ref}?`,
  ];
}

/**
 * Everything that a cert manager promises.
 *
 * @param left - How many things there are where it keeps them.
 */
export function certManagerContract(
  newManager: () => Promise<CertManager>,
  left: () => Promise<number>,
): void {
  it("gives back what it took, as often as it is asked, to the cluster alone", async () => {
    const manager = await newManager();
    const keyPair = aKeyPair();
    const { clusterUuid, certificatePem, privateKeyPem } = keyPair;
    const ref = await manager.store(keyPair);
    expect(ref).not.toContain("PRIVATE");
    for (let time = 0; time < 2; time++)
      expect(await manager.get(ref, clusterUuid)).toEqual({ certificatePem, privateKeyPem });
    await expect(manager.get(ref, randomUUID())).rejects.toMatchObject(GONE);
    await manager.remove(ref, randomUUID());
    expect(await manager.get(ref, clusterUuid)).toEqual({ certificatePem, privateKeyPem });
    await manager.removeAll(clusterUuid);
  });

  it("keeps several of one cluster apart, also side by side", async () => {
    const manager = await newManager();
    const clusterUuid = randomUUID();
    const pairs = [0, 1, 2].map(() => aKeyPair({ clusterUuid }));
    const refs = await Promise.all(pairs.map((pair) => manager.store(pair)));
    expect(new Set(refs).size).toBe(3);
    for (const [at, ref] of refs.entries())
      expect(await manager.get(ref, clusterUuid)).toEqual({
        certificatePem: pairs[at]?.certificatePem,
        privateKeyPem: pairs[at]?.privateKeyPem,
      });
    await manager.removeAll(clusterUuid);
  });

  it("removes one, and what is gone already", async () => {
    const manager = await newManager();
    const before = await left();
    const keyPair = aKeyPair();
    const { clusterUuid } = keyPair;
    const ref = await manager.store(keyPair);
    const other = await manager.store(aKeyPair({ clusterUuid }));
    expect(await left()).toBeGreaterThan(before);
    await manager.remove(ref, clusterUuid);
    await manager.remove(ref, clusterUuid);
    await expect(manager.get(ref, clusterUuid)).rejects.toMatchObject(GONE);
    expect(await manager.get(other, clusterUuid)).toBeDefined();
    await manager.remove(other, clusterUuid);
    await manager.removeAll(clusterUuid);
    expect(await left()).toBe(before);
  });

  it("removes all of a cluster, and nothing of another one", async () => {
    const manager = await newManager();
    const before = await left();
    const [clusterUuid, foreign] = [randomUUID(), aKeyPair()];
    const kept = await manager.store(foreign);
    for (let number = 0; number < 3; number++) await manager.store(aKeyPair({ clusterUuid }));
    await manager.removeAll(clusterUuid);
    await manager.removeAll(clusterUuid);
    expect(await manager.get(kept, foreign.clusterUuid)).toBeDefined();
    await manager.removeAll(foreign.clusterUuid);
    await manager.removeAll("../..");
    expect(await left()).toBe(before);
  });

  it("finds nothing by a reference that was tampered with, and removes nothing by it", async () => {
    const manager = await newManager();
    const keyPair = aKeyPair();
    const { clusterUuid } = keyPair;
    const ref = await manager.store(keyPair);
    const full = await left();
    for (const trick of tricks(ref)) {
      const refused = await manager.get(trick, clusterUuid).catch((error: unknown) => error);
      expect(["JRB_CERTIFICATE_NOT_FOUND", "JRB_CERT_MANAGER_UNAVAILABLE"]).toContain(
        refused instanceof Error && "code" in refused ? refused.code : refused,
      );
      await manager.remove(trick, clusterUuid).catch(() => undefined);
      await expect(manager.get(ref, `${clusterUuid}/../${clusterUuid}`)).rejects.toMatchObject(
        GONE,
      );
    }
    expect(await left()).toBe(full);
    expect(await manager.get(ref, clusterUuid)).toBeDefined();
    await manager.removeAll(clusterUuid);
  });
}
