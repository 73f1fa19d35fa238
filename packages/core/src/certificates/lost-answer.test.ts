import { expect, it } from "vitest";
import { createMemoryStore } from "../store/memory-store.ts";
import { storeConflict } from "../store/store-conflict.ts";
import type { AuthorityRows } from "../store/secret-rows.ts";
import { createCertificateAuthority } from "./certificate-authority.ts";
import { createX509KeyPairCertManager } from "./x509keypair-cert-manager.ts";

it("a key stays when the database stored where it is, and lost the answer to that", async () => {
  const store = createMemoryStore();
  const rows: AuthorityRows = {
    ...store.authorities,
    async replace(authority) {
      await store.authorities.replace(authority);
      throw storeConflict("authority", authority.clusterUuid);
    },
  };
  const certManager = createX509KeyPairCertManager(store.keyPairs);
  const authority = createCertificateAuthority(rows, certManager, { keyType: "p256" });
  const wanted = { authorities: ["cluster"], serviceAccountKey: false } as const;
  await authority.createForCluster({ uuid: "uuid-1", name: "c1" }, wanted);
  const stored = await store.authorities.find("uuid-1", "cluster");
  const kept = await certManager.get(stored?.ref ?? "", "uuid-1");
  expect(kept.certificatePem).toBe(stored?.certificatePem);
});
