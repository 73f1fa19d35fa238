import { type AuthorityRows, deepFreeze, storeConflict } from "@jeroboam/core";
import { authorityCodec } from "../row-codecs.ts";
import { insertOnce } from "./insert.ts";
import type { RowScope } from "./row-scope.ts";

export function authorityRows(scope: RowScope): AuthorityRows {
  const { db } = scope;
  const conflict = (clusterUuid: string) =>
    storeConflict("certificate authority of cluster", clusterUuid);
  return {
    async find(clusterUuid, kind) {
      const stored = await db
        .selectFrom("clusterAuthorities")
        .selectAll()
        .where("clusterUuid", "=", clusterUuid)
        .where("kind", "=", kind)
        .executeTakeFirst();
      return stored && authorityCodec.decode(stored);
    },
    async ofCluster(clusterUuid) {
      const stored = await db
        .selectFrom("clusterAuthorities")
        .selectAll()
        .where("clusterUuid", "=", clusterUuid)
        .orderBy("kind")
        .execute();
      return stored.map((row) => authorityCodec.decode(row));
    },
    async insert(authority) {
      const row = { ...authorityCodec.encode(authority) };
      if (!(await insertOnce(scope, "clusterAuthorities", row)))
        throw conflict(authority.clusterUuid);
    },
    async replace(authority) {
      const next = deepFreeze({ ...authority, version: authority.version + 1 });
      const { numUpdatedRows } = await db
        .updateTable("clusterAuthorities")
        .set(authorityCodec.encode(next))
        .where("clusterUuid", "=", authority.clusterUuid)
        .where("kind", "=", authority.kind)
        .where("version", "=", authority.version)
        .executeTakeFirstOrThrow();
      if (numUpdatedRows !== 1n) throw conflict(authority.clusterUuid);
      return next;
    },
    async removeOf(clusterUuid) {
      await db.deleteFrom("clusterAuthorities").where("clusterUuid", "=", clusterUuid).execute();
    },
    async toWarnOf({ now, limit }) {
      const stored = await db
        .selectFrom("clusterAuthorities")
        .selectAll()
        .where("warnAt", "<=", now.getTime())
        .orderBy("warnAt")
        .limit(limit)
        .execute();
      return stored.map((row) => authorityCodec.decode(row));
    },
    async firstEnd() {
      const found = await db
        .selectFrom("clusterAuthorities")
        .select(({ fn }) => fn.min("endsAt").as("first"))
        .executeTakeFirst();
      return found?.first === null || found === undefined ? undefined : new Date(found.first);
    },
  };
}
