import { type ClusterCredential, type CredentialRows, deepFreeze, nodeLogin } from "@jeroboam/core";
import type { SecretBox } from "../secrets/secret-box.ts";
import { insertOnce } from "./insert.ts";
import type { RowScope } from "./row-scope.ts";

export function credentialRows(scope: RowScope, secretBox: SecretBox): CredentialRows {
  const { db } = scope;
  const about = (clusterUuid: string) => `credential of cluster ${clusterUuid}`;
  return {
    async find(clusterUuid) {
      const stored = await db
        .selectFrom("credentials")
        .select("sealed")
        .where("clusterUuid", "=", clusterUuid)
        .executeTakeFirst();
      if (!stored) return undefined;
      const credential: ClusterCredential = JSON.parse(
        secretBox.open(stored.sealed, about(clusterUuid)),
      );
      return deepFreeze(credential);
    },
    async put(clusterUuid, credential) {
      const sealed = secretBox.seal(JSON.stringify(credential), about(clusterUuid));
      const values = { trusteeUserId: nodeLogin(credential).id, sealed };
      const overwrite = async () => {
        const { numUpdatedRows } = await db
          .updateTable("credentials")
          .set(values)
          .where("clusterUuid", "=", clusterUuid)
          .executeTakeFirstOrThrow();
        return numUpdatedRows === 1n;
      };
      if (await overwrite()) return;
      if (!(await insertOnce(scope, "credentials", { clusterUuid, ...values }))) await overwrite();
    },
    async remove(clusterUuid) {
      await db.deleteFrom("credentials").where("clusterUuid", "=", clusterUuid).execute();
    },
    async clusterOf(loginId) {
      const stored = await db
        .selectFrom("credentials")
        .select("clusterUuid")
        .where("trusteeUserId", "=", loginId)
        .limit(1)
        .executeTakeFirst();
      return stored?.clusterUuid;
    },
  };
}
