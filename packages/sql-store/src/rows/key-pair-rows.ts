import { type KeyPairRows, storeConflict } from "@jeroboam/core";
import type { SecretBox } from "../secrets/secret-box.ts";
import { keyPairAbout } from "../secrets/sealed-columns.ts";
import { insertOnce } from "./insert.ts";
import type { RowScope } from "./row-scope.ts";

export function keyPairRows(scope: RowScope, secretBox: SecretBox): KeyPairRows {
  const { db } = scope;
  return {
    async find(uuid, clusterUuid) {
      const stored = await db
        .selectFrom("keyPairs")
        .selectAll()
        .where("uuid", "=", uuid)
        .where("clusterUuid", "=", clusterUuid)
        .executeTakeFirst();
      if (!stored) return undefined;
      const { name, certificatePem, sealedKey } = stored;
      const privateKeyPem = secretBox.open(sealedKey, keyPairAbout(stored));
      return { uuid, clusterUuid, name, certificatePem, privateKeyPem };
    },
    async insert({ uuid, clusterUuid, name, certificatePem, privateKeyPem }) {
      const about = keyPairAbout({ uuid, clusterUuid, sealedAs: null });
      const sealedKey = secretBox.seal(privateKeyPem, about);
      const row = { uuid, clusterUuid, name, certificatePem, sealedKey, sealedAs: null };
      if (!(await insertOnce(scope, "keyPairs", row))) throw storeConflict("key pair", uuid);
    },
    async remove(uuid, clusterUuid) {
      await db
        .deleteFrom("keyPairs")
        .where("uuid", "=", uuid)
        .where("clusterUuid", "=", clusterUuid)
        .execute();
    },
    async removeOf(clusterUuid) {
      await db.deleteFrom("keyPairs").where("clusterUuid", "=", clusterUuid).execute();
    },
  };
}
