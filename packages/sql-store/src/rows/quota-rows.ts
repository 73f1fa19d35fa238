import { deepFreeze, type Quota, type QuotaRows, storeConflict } from "@jeroboam/core";
import { quotaCodec } from "../row-codecs.ts";
import { insertRow } from "./insert.ts";
import { readPage } from "./page.ts";
import type { RowScope } from "./row-scope.ts";

export function quotaRows(scope: RowScope): QuotaRows {
  const { db } = scope;
  return {
    async find(projectId, resource) {
      const stored = await db
        .selectFrom("projectQuotas")
        .selectAll()
        .where("projectId", "=", projectId)
        .where("resource", "=", resource)
        .executeTakeFirst();
      return stored && quotaCodec.decode(stored);
    },
    async list({ projectId, sortKey, sortDirection, marker, limit }) {
      const rows = await readPage(scope, {
        table: "projectQuotas",
        position: "id",
        columns: ["id", "version", "projectId", "resource", "hardLimit", "createdAt", "updatedAt"],
        filter: (eb) => (projectId === undefined ? [] : [eb("projectId", "=", projectId)]),
        sortKey,
        sortDirection,
        marker: marker === undefined ? undefined : { column: "id", value: marker },
        limit,
      });
      return rows.map((stored) => quotaCodec.decode(stored));
    },
    async insert(quota) {
      const { id: _, ...values } = quotaCodec.encode({ ...quota, id: 0 });
      const id = await insertRow(scope, "projectQuotas", values, "id");
      if (id === undefined) throw storeConflict("quota", keyOf(quota));
      return deepFreeze({ ...quota, id });
    },
    async replace(quota) {
      const next = deepFreeze({ ...quota, version: quota.version + 1 });
      const { numUpdatedRows } = await db
        .updateTable("projectQuotas")
        .set(quotaCodec.encode(next))
        .where("projectId", "=", quota.projectId)
        .where("resource", "=", quota.resource)
        .where("version", "=", quota.version)
        .executeTakeFirstOrThrow();
      if (numUpdatedRows !== 1n) throw storeConflict("quota", keyOf(quota));
      return next;
    },
    async remove(quota) {
      const { numDeletedRows } = await db
        .deleteFrom("projectQuotas")
        .where("projectId", "=", quota.projectId)
        .where("resource", "=", quota.resource)
        .where("version", "=", quota.version)
        .executeTakeFirstOrThrow();
      if (numDeletedRows !== 1n) throw storeConflict("quota", keyOf(quota));
    },
  };
}

function keyOf({ projectId, resource }: Pick<Quota, "projectId" | "resource">): string {
  return `${resource} ${projectId}`;
}
