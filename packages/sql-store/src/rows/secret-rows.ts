import { type ClusterCredential, type CredentialRows, deepFreeze, nodeLogin } from "@jeroboam/core";
import type { SecretBox } from "../secrets/secret-box.ts";
import { credentialAbout, formerCredentialAbout } from "../secrets/sealed-columns.ts";
import { insertOnce } from "./insert.ts";
import type { RowScope } from "./row-scope.ts";

export function credentialRows(scope: RowScope, secretBox: SecretBox): CredentialRows {
  const { db } = scope;
  const open = (sealed: string, whose: string): ClusterCredential =>
    deepFreeze(JSON.parse(secretBox.open(sealed, whose)));
  return {
    async find(clusterUuid) {
      const stored = await db
        .selectFrom("credentials")
        .select("sealed")
        .where("clusterUuid", "=", clusterUuid)
        .executeTakeFirst();
      return stored && open(stored.sealed, credentialAbout(clusterUuid));
    },
    async put(clusterUuid, credential) {
      const sealed = secretBox.seal(JSON.stringify(credential), credentialAbout(clusterUuid));
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
      for (const table of ["credentials", "formerCredentials"] as const)
        await db.deleteFrom(table).where("clusterUuid", "=", clusterUuid).execute();
    },
    async formerOf(clusterUuid) {
      const stored = await db
        .selectFrom("formerCredentials")
        .selectAll()
        .where("clusterUuid", "=", clusterUuid)
        .execute();
      return stored.map((row) => ({
        credential: open(row.sealed, formerCredentialAbout(row)),
        operationUuid: row.operationUuid,
      }));
    },
    async putFormer(clusterUuid, { credential, operationUuid }) {
      const row = { loginId: nodeLogin(credential).id, clusterUuid, operationUuid };
      const sealed = secretBox.seal(JSON.stringify(credential), formerCredentialAbout(row));
      await insertOnce(scope, "formerCredentials", { ...row, sealed });
    },
    async removeFormer(loginId) {
      await db.deleteFrom("formerCredentials").where("loginId", "=", loginId).execute();
    },
    async clusterOf(loginId) {
      const present = await db
        .selectFrom("credentials")
        .select("clusterUuid")
        .where("trusteeUserId", "=", loginId)
        .limit(1)
        .executeTakeFirst();
      if (present) return present.clusterUuid;
      const former = await db
        .selectFrom("formerCredentials")
        .select("clusterUuid")
        .where("loginId", "=", loginId)
        .executeTakeFirst();
      return former?.clusterUuid;
    },
  };
}
