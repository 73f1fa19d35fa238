import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import type { DatabaseLocation } from "../src/database/database-location.ts";
import { openEngine } from "../src/database/open-engine.ts";
import { openSqlStore } from "../src/index.ts";
import { createTables } from "../src/migrations/0001-tables.ts";
import { separateKeyPairs } from "../src/migrations/0002-key-pairs.ts";
import { onTables } from "../src/migrations/schema-version.ts";
import { tableBuilder, type TableBuilder } from "../src/migrations/table-builder.ts";
import { secretBox } from "./contract/store-bench.ts";

const CLUSTERS = 450;

/** Rows of the first version are there in the second one, on the database of the location. */
export function keyPairMigrationContract(newLocation: () => Promise<DatabaseLocation>): void {
  it("authorities of the first version keep their keys, also when the upgrade broke off", async () => {
    const location = await newLocation();
    const uuids = Array.from({ length: CLUSTERS }, () => randomUUID());
    const [broken = "", rotated = ""] = uuids;
    const former = (clusterUuid: string) => ({
      clusterUuid,
      version: 7,
      certificatePem: `certificate of ${clusterUuid}`,
      sealedKey: seal(`certificate authority of cluster ${clusterUuid}`),
      rotationId: null,
      formerCertificatePem: null,
      formerSealedKey: null,
    });
    await withBuilder(location, async (builder) => {
      await createTables(builder);
      await builder.db.insertInto("authorities").values(former(broken)).execute();
      await separateKeyPairs(builder);
    });
    await withBuilder(location, async (builder) => {
      await createTables(builder);
      for (const uuid of uuids)
        await builder.db
          .insertInto("authorities")
          .values({
            ...former(uuid),
            ...(uuid === rotated
              ? {
                  rotationId: "r1",
                  formerCertificatePem: "former",
                  formerSealedKey: seal(`former certificate authority of cluster ${uuid}`),
                }
              : {}),
          })
          .execute();
      await separateKeyPairs(builder);
      await separateKeyPairs(builder);
    });

    const store = await openSqlStore({ location, secretBox });
    const keyOf = async (clusterUuid: string, uuid = "") =>
      (await store.keyPairs.find(uuid, clusterUuid))?.privateKeyPem;
    for (const clusterUuid of uuids) {
      const authority = await store.authorities.find(clusterUuid, "cluster");
      expect(authority).toMatchObject({ certificatePem: `certificate of ${clusterUuid}` });
      expect(authority?.ref).toBe(`x509keypair:${authority?.uuid}`);
      expect(await keyOf(clusterUuid, authority?.uuid)).toBe(
        `key of certificate authority of cluster ${clusterUuid}`,
      );
    }
    const { rotation, version } = (await store.authorities.find(rotated, "cluster")) ?? {};
    // It was over long ago, and what it replaced is to be trusted by nobody.
    expect({ version, rotation }).toEqual({ version: 7, rotation: null });
    await store.close();
  });
}

function seal(about: string): string {
  return secretBox.seal(`key of ${about}`, about);
}

async function withBuilder(
  location: DatabaseLocation,
  work: (builder: TableBuilder) => Promise<void>,
): Promise<void> {
  const engine = await openEngine(location);
  try {
    await onTables(engine, async (db) => work(await tableBuilder(db, engine.kind)));
  } finally {
    await engine.close();
  }
}
