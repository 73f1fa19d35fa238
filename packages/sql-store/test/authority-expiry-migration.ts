import { randomUUID } from "node:crypto";
import {
  createCertificateAuthority,
  createMemoryStore,
  createX509KeyPairCertManager,
} from "@jeroboam/core";
import { expect, it } from "vitest";
import type { DatabaseLocation } from "../src/database/database-location.ts";
import { openEngine } from "../src/database/open-engine.ts";
import { openSqlStore } from "../src/index.ts";
import { createTables } from "../src/migrations/0001-tables.ts";
import { separateKeyPairs } from "../src/migrations/0002-key-pairs.ts";
import { addAuthorityExpiry } from "../src/migrations/0003-authority-expiry.ts";
import { onTables } from "../src/migrations/schema-version.ts";
import { tableBuilder } from "../src/migrations/table-builder.ts";
import { secretBox } from "./contract/store-bench.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** Rows that were made before it was on record when they end, on the database of the location. */
export function authorityExpiryMigrationContract(
  newLocation: () => Promise<DatabaseLocation>,
): void {
  it("knows when the authorities of an earlier version end, also when the upgrade broke off", async () => {
    const location = await newLocation();
    const certificatePem = await aCertificate();
    const [readable, other] = [randomUUID(), randomUUID()];
    const engine = await openEngine(location);
    await onTables(engine, async (db) => {
      const builder = await tableBuilder(db, engine.kind);
      await createTables(builder);
      await separateKeyPairs(builder);
      for (const [clusterUuid, pem] of [
        [readable, certificatePem],
        [other, "no certificate"],
      ] as const)
        await builder.db
          .insertInto("clusterAuthorities")
          .values({
            clusterUuid,
            kind: "cluster",
            version: 1,
            certificatePem: pem,
            uuid: randomUUID(),
            ref: null,
            rotation: null,
          })
          .execute();
      await addAuthorityExpiry(builder);
      await addAuthorityExpiry(builder);
    });
    await engine.close();
    const store = await openSqlStore({ location, secretBox });
    const found = await store.authorities.find(readable, "cluster");
    expect(found?.endsAt).toEqual(await store.authorities.firstEnd());
    expect((found?.endsAt?.getTime() ?? 0) - (found?.warnAt?.getTime() ?? 0)).toBe(90 * DAY_MS);
    expect(await store.authorities.find(other, "cluster")).toMatchObject({
      endsAt: null,
      warnAt: null,
    });
    await store.close();
  });
}

async function aCertificate(): Promise<string> {
  const { authorities, keyPairs } = createMemoryStore();
  const authority = createCertificateAuthority(
    authorities,
    createX509KeyPairCertManager(keyPairs),
    { keyType: "p256" },
  );
  const cluster = { uuid: randomUUID(), name: "c1" };
  await authority.createForCluster(cluster, { authorities: ["cluster"], serviceAccountKey: false });
  return authority.caCertificatePem(cluster.uuid);
}
