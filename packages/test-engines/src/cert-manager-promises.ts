import assert from "node:assert/strict";
import { generateKeyPairSync, randomUUID } from "node:crypto";

/** A key pair of a cluster on its way to a cert manager. */
export interface CertManagerKeyPair {
  readonly uuid: string;
  readonly clusterUuid: string;
  readonly name: string;
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}
type Kept = Pick<CertManagerKeyPair, "certificatePem" | "privateKeyPem">;

/** What every cert manager can do; the shape is core's. */
export interface AnyCertManager {
  store(keyPair: CertManagerKeyPair): Promise<string>;
  get(ref: string, clusterUuid: string): Promise<Kept>;
  remove(ref: string, clusterUuid: string): Promise<void>;
  removeAll(clusterUuid: string): Promise<void>;
}

const GONE = "JRB_CERTIFICATE_NOT_FOUND";
const UNUSABLE = "JRB_CERT_MANAGER_UNAVAILABLE";

/** A key pair as authorities have them; the certificate is any PEM text. */
export function aKeyPair(over: Partial<CertManagerKeyPair> = {}): CertManagerKeyPair {
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

function keptOf({ certificatePem, privateKeyPem }: CertManagerKeyPair): Kept {
  return { certificatePem, privateKeyPem };
}

async function refusal(attempt: Promise<unknown>): Promise<unknown> {
  const error: unknown = await attempt.then(
    () => "nothing was refused",
    (thrown: unknown) => thrown,
  );
  return error instanceof Error && "code" in error ? error.code : error;
}

/**
 * Everything that a cert manager promises, by name.
 *
 * `left` counts the things that are where it keeps them.
 */
export const CERT_MANAGER_PROMISES: Readonly<
  Record<string, (manager: AnyCertManager, left: () => Promise<number>) => Promise<void>>
> = {
  async "gives back what it took, as often as it is asked, to the cluster alone"(manager) {
    const keyPair = aKeyPair();
    const { clusterUuid } = keyPair;
    const ref = await manager.store(keyPair);
    assert.ok(!ref.includes("PRIVATE"));
    for (let time = 0; time < 2; time++)
      assert.deepEqual(await manager.get(ref, clusterUuid), keptOf(keyPair));
    assert.equal(await refusal(manager.get(ref, randomUUID())), GONE);
    await manager.remove(ref, randomUUID());
    assert.deepEqual(await manager.get(ref, clusterUuid), keptOf(keyPair));
    await manager.removeAll(clusterUuid);
  },

  async "keeps several of one cluster apart, also side by side"(manager) {
    const clusterUuid = randomUUID();
    const pairs = [0, 1, 2].map(() => aKeyPair({ clusterUuid }));
    const kept = await Promise.all(
      pairs.map(async (pair) => ({ pair, ref: await manager.store(pair) })),
    );
    assert.equal(new Set(kept.map(({ ref }) => ref)).size, 3);
    for (const { pair, ref } of kept)
      assert.deepEqual(await manager.get(ref, clusterUuid), keptOf(pair));
    await manager.removeAll(clusterUuid);
  },

  async "removes one, and what is gone already"(manager, left) {
    const before = await left();
    const keyPair = aKeyPair();
    const { clusterUuid } = keyPair;
    const ref = await manager.store(keyPair);
    const second = aKeyPair({ clusterUuid });
    const other = await manager.store(second);
    assert.ok((await left()) > before);
    await manager.remove(ref, clusterUuid);
    await manager.remove(ref, clusterUuid);
    assert.equal(await refusal(manager.get(ref, clusterUuid)), GONE);
    assert.deepEqual(await manager.get(other, clusterUuid), keptOf(second));
    await manager.remove(other, clusterUuid);
    await manager.removeAll(clusterUuid);
    assert.equal(await left(), before);
  },

  async "removes all of a cluster, and nothing of another one"(manager, left) {
    const before = await left();
    const [clusterUuid, foreign] = [randomUUID(), aKeyPair()];
    const kept = await manager.store(foreign);
    for (let number = 0; number < 3; number++) await manager.store(aKeyPair({ clusterUuid }));
    await manager.removeAll(clusterUuid);
    await manager.removeAll(clusterUuid);
    assert.deepEqual(await manager.get(kept, foreign.clusterUuid), keptOf(foreign));
    await manager.removeAll(foreign.clusterUuid);
    await manager.removeAll("../..");
    assert.equal(await left(), before);
  },

  async "finds nothing by a reference that was tampered with, and removes nothing by it"(
    manager,
    left,
  ) {
    const keyPair = aKeyPair();
    const { clusterUuid } = keyPair;
    const ref = await manager.store(keyPair);
    const full = await left();
    for (const trick of tricks(ref)) {
      const code = await refusal(manager.get(trick, clusterUuid));
      assert.ok(code === GONE || code === UNUSABLE, `${JSON.stringify(trick)}: ${String(code)}`);
      await manager.remove(trick, clusterUuid).catch(() => undefined);
    }
    assert.equal(await refusal(manager.get(ref, `${clusterUuid}/../${clusterUuid}`)), GONE);
    assert.equal(await left(), full);
    assert.deepEqual(await manager.get(ref, clusterUuid), keptOf(keyPair));
    await manager.removeAll(clusterUuid);
  },
};
