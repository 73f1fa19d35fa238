import {
  type AuthorityRows,
  type ClusterCredential,
  type CredentialRows,
  deepFreeze,
  storeConflict,
  type StoredAuthority,
} from "@jeroboam/core";
import type { Tables } from "../schema.ts";
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
      const values = { trusteeUserId: credential.trusteeUserId, sealed };
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
    async clusterOf(userId) {
      const stored = await db
        .selectFrom("credentials")
        .select("clusterUuid")
        .where("trusteeUserId", "=", userId)
        .limit(1)
        .executeTakeFirst();
      return stored?.clusterUuid;
    },
  };
}

export function authorityRows(scope: RowScope, secretBox: SecretBox): AuthorityRows {
  const { db } = scope;
  const kind = "certificate authority of cluster";
  const about = (clusterUuid: string) => `${kind} ${clusterUuid}`;
  const formerAbout = (clusterUuid: string) => `former ${kind} ${clusterUuid}`;

  const encode = (authority: StoredAuthority): Tables["authorities"] => {
    const { clusterUuid, version, certificatePem, privateKeyPem, rotation } = authority;
    const former = rotation?.former;
    return {
      clusterUuid,
      version,
      certificatePem,
      sealedKey: secretBox.seal(privateKeyPem, about(clusterUuid)),
      rotationId: rotation?.id ?? null,
      formerCertificatePem: former?.certificatePem ?? null,
      formerSealedKey: former
        ? secretBox.seal(former.privateKeyPem, formerAbout(clusterUuid))
        : null,
    };
  };
  const decode = (stored: Tables["authorities"]): StoredAuthority => {
    const { clusterUuid, version, certificatePem, rotationId: id } = stored;
    const { formerCertificatePem, formerSealedKey } = stored;
    const hasRotation = id !== null && formerCertificatePem !== null && formerSealedKey !== null;
    return deepFreeze({
      clusterUuid,
      version,
      certificatePem,
      privateKeyPem: secretBox.open(stored.sealedKey, about(clusterUuid)),
      rotation: hasRotation
        ? {
            id,
            former: {
              certificatePem: formerCertificatePem,
              privateKeyPem: secretBox.open(formerSealedKey, formerAbout(clusterUuid)),
            },
          }
        : null,
    });
  };
  return {
    async find(clusterUuid) {
      const stored = await db
        .selectFrom("authorities")
        .selectAll()
        .where("clusterUuid", "=", clusterUuid)
        .executeTakeFirst();
      return stored && decode(stored);
    },
    async insert(authority) {
      if (!(await insertOnce(scope, "authorities", { ...encode(authority) })))
        throw storeConflict(kind, authority.clusterUuid);
    },
    async replace(authority) {
      const next = deepFreeze({ ...authority, version: authority.version + 1 });
      const { numUpdatedRows } = await db
        .updateTable("authorities")
        .set(encode(next))
        .where("clusterUuid", "=", authority.clusterUuid)
        .where("version", "=", authority.version)
        .executeTakeFirstOrThrow();
      if (numUpdatedRows !== 1n) throw storeConflict(kind, authority.clusterUuid);
      return next;
    },
    async remove(clusterUuid) {
      await db.deleteFrom("authorities").where("clusterUuid", "=", clusterUuid).execute();
    },
  };
}
