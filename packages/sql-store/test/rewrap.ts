import { createCipheriv, createHash, randomBytes, randomUUID } from "node:crypto";
import type { ClusterCredential } from "@jeroboam/core";
import { expect, it } from "vitest";
import type { DatabaseLocation } from "../src/database/database-location.ts";
import { openEngine } from "../src/database/open-engine.ts";
import { runTransaction } from "../src/database/run-transaction.ts";
import { createSecretBox, openSqlStore, rewrapDatabase, sealedSecretsOf } from "../src/index.ts";
import { rowScope } from "../src/rows/row-scope.ts";

const [former, current] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
export const BOXES = {
  former: createSecretBox([former]),
  both: createSecretBox([current, former]),
  current: createSecretBox([current]),
};
/** More than two batches. */
const SECRETS = 410;

const credentialOf = (uuid: string): ClusterCredential => ({
  kind: "trust",
  trustId: "t",
  trusteeUserId: `user of ${uuid}`,
  trusteeUserName: "name",
  trusteePassword: `password of ${uuid}`,
  trusteeDomainId: "d",
});
const formerOf = (uuid: string) => ({
  credential: credentialOf(`former ${uuid}`),
  operationUuid: "rotation",
});
const keyPairOf = (uuid: string) => ({
  uuid,
  clusterUuid: uuid,
  name: "n",
  certificatePem: "c",
  privateKeyPem: `key of ${uuid}`,
});

/** Fills a database with secrets under the former key; answers whose they are. */
export async function sealedDatabase(
  location: DatabaseLocation,
  secrets = SECRETS,
): Promise<readonly string[]> {
  const uuids = Array.from({ length: secrets }, () => randomUUID());
  const store = await openSqlStore({ location, secretBox: BOXES.former });
  await store.transaction(async (rows) => {
    for (const uuid of uuids) {
      await rows.credentials.put(uuid, credentialOf(uuid));
      await rows.credentials.putFormer(uuid, formerOf(uuid));
      await rows.keyPairs.insert(keyPairOf(uuid));
    }
  });
  await store.close();
  return uuids;
}

/** Reads every secret; throws for one that cannot be opened. */
export async function expectReadable(
  location: DatabaseLocation,
  secretBox: typeof BOXES.both,
  uuids: readonly string[],
): Promise<void> {
  const store = await openSqlStore({ location, secretBox });
  try {
    for (const uuid of uuids) {
      expect(await store.credentials.find(uuid)).toEqual(credentialOf(uuid));
      expect(await store.credentials.formerOf(uuid)).toEqual([formerOf(uuid)]);
      expect(await store.keyPairs.find(uuid, uuid)).toEqual(keyPairOf(uuid));
    }
  } finally {
    await store.close();
  }
}

/** The secrets of a database get another key while others use it. */
export function rewrapContract(newLocation: () => Promise<DatabaseLocation>): void {
  it("secrets are given another key once, and the former one opens nothing then", async () => {
    const location = await newLocation();
    const uuids = await sealedDatabase(location);
    expect(await statesOf(location)).toEqual({ former: 3 * SECRETS + 1 });
    const told: number[] = [];
    const batches = [200, 400, SECRETS];
    const rewrapped = await rewrapDatabase(location, BOXES.both, (table) =>
      told.push(table.rewrapped),
    );
    expect(rewrapped).toMatchObject([
      { table: "credentials", secrets: SECRETS, rewrapped: SECRETS },
      { table: "formerCredentials", secrets: SECRETS, rewrapped: SECRETS },
      { table: "keyPairs", secrets: SECRETS, rewrapped: SECRETS },
      { table: "secretMarkers", secrets: 1, rewrapped: 1 },
    ]);
    expect(told).toEqual([...batches, ...batches, ...batches, 1]);
    await expectReadable(location, BOXES.current, uuids);
    await expect(openSqlStore({ location, secretBox: BOXES.former })).rejects.toMatchObject({
      code: "JRB_SECRET_UNREADABLE",
    });
    expect(await statesOf(location)).toEqual({ current: 3 * SECRETS + 1 });
    const again = await rewrapDatabase(location, BOXES.both);
    expect(again.map((table) => table.rewrapped)).toEqual([0, 0, 0, 0]);
  });

  it("what broke off goes on, and meanwhile all can be read", async () => {
    const location = await newLocation();
    const uuids = await sealedDatabase(location);
    let batches = 0;
    const broken = rewrapDatabase(location, BOXES.both, () => {
      batches += 1;
      if (batches === 3) throw new Error("killed");
    });
    await expect(broken).rejects.toThrow("killed");
    const states = await statesOf(location);
    expect(states["current"]).toBe(SECRETS);
    expect(states["former"]).toBe(2 * SECRETS + 1);
    await expectReadable(location, BOXES.both, uuids);
    await rewrapDatabase(location, BOXES.both);
    await expectReadable(location, BOXES.current, uuids);
  });

  it("a secret that is changed meanwhile stays as it was written", async () => {
    const location = await newLocation();
    const uuids = await sealedDatabase(location);
    const changed = credentialOf("somebody else");
    const store = await openSqlStore({ location, secretBox: BOXES.both });
    // The last one of the batch that was just read.
    const last = uuids.toSorted()[199] ?? "";
    let writing: Promise<void> | undefined;
    const watched = {
      ...BOXES.both,
      rewrap(sealed: string, about: string) {
        writing ??= store.credentials.put(last, changed);
        return BOXES.both.rewrap(sealed, about);
      },
    };
    await rewrapDatabase(location, watched);
    await writing;
    await store.close();
    const after = await openSqlStore({ location, secretBox: BOXES.current });
    expect(await after.credentials.find(last)).toEqual(changed);
    await after.close();
  });

  it("secrets of the first version open, and get a data key of their own", async () => {
    const location = await newLocation();
    const [uuid = ""] = await sealedDatabase(location, 1);
    const sealed = sealedAsBefore(
      JSON.stringify(credentialOf(uuid)),
      `credential of cluster ${uuid}`,
    );
    await overwrite(location, uuid, sealed);
    await expectReadable(location, BOXES.former, [uuid]);
    await rewrapDatabase(location, BOXES.former);
    expect(await statesOf(location, BOXES.former)).toEqual({ current: 4 });
    await expectReadable(location, BOXES.former, [uuid]);
  });

  it("a secret of a key that nobody has is named, and those before it are done", async () => {
    const location = await newLocation();
    const uuids = await sealedDatabase(location, 3);
    const lost = createSecretBox([randomBytes(32)]);
    const [, second = ""] = uuids.toSorted();
    await overwrite(location, second, lost.seal("x", `credential of cluster ${second}`));
    expect(await statesOf(location)).toEqual({ former: 9, unknown: 1 });
    await expect(rewrapDatabase(location, BOXES.both)).rejects.toMatchObject({
      code: "JRB_SECRET_UNREADABLE",
      message: expect.stringContaining(second),
    });
  });
}

async function statesOf(location: DatabaseLocation, box = BOXES.both) {
  const counts: Record<string, number> = {};
  for (const { state, count } of await sealedSecretsOf(location, box))
    counts[state] = (counts[state] ?? 0) + count;
  return counts;
}

async function overwrite(location: DatabaseLocation, clusterUuid: string, sealed: string) {
  const engine = await openEngine(location);
  await runTransaction(engine, async (statements) => {
    const { db } = rowScope(engine, statements);
    await db
      .updateTable("credentials")
      .set({ sealed })
      .where("clusterUuid", "=", clusterUuid)
      .execute();
  });
  await engine.close();
}

/** As the first version sealed: with the key itself. */
function sealedAsBefore(plain: string, about: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", former, nonce).setAAD(Buffer.from(about));
  const text = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  const id = createHash("sha256").update("jeroboam secret key").update(former).digest("hex");
  const body = Buffer.concat([nonce, cipher.getAuthTag(), text]).toString("base64url");
  return `v1.${id.slice(0, 8)}.${body}`;
}
