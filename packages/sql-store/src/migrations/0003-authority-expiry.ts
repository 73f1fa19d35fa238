import { X509Certificate } from "node:crypto";
import type { SqlValue } from "../schema.ts";
import { addColumns, createIndex, type TableBuilder } from "./table-builder.ts";

const PAGE = 200;
const TABLE = "clusterAuthorities";
/** Those that were made before are told of from here on. */
const FIRST_WARNING_MS = 90 * 24 * 60 * 60 * 1000;
type Values = Readonly<Record<string, SqlValue>>;

/** It is on record when an authority ends, and when that is to be told next. */
export async function addAuthorityExpiry(builder: TableBuilder): Promise<void> {
  await addColumns(builder, TABLE, { endsAt: "integer", warnAt: "integer" });
  for (let page = await pageAfter(builder, ""); page.length > 0; ) {
    for (const row of page) await fillIn(builder, row);
    page = await pageAfter(builder, String(page.at(-1)?.["clusterUuid"]));
  }
  await createIndex(builder, TABLE, ["warnAt"]);
  await createIndex(builder, TABLE, ["endsAt"]);
}

/** Until now a cluster has one authority. */
async function pageAfter({ db }: TableBuilder, clusterUuid: string): Promise<readonly Values[]> {
  return db
    .selectFrom(TABLE)
    .select(["clusterUuid", "certificatePem"])
    .where("clusterUuid", ">", clusterUuid)
    .where("kind", "=", "cluster")
    .orderBy("clusterUuid")
    .limit(PAGE)
    .execute();
}

async function fillIn(
  { db }: TableBuilder,
  { clusterUuid, certificatePem }: Values,
): Promise<void> {
  const endsAt = endOf(String(certificatePem));
  if (endsAt === undefined) return;
  await db
    .updateTable(TABLE)
    .set({ endsAt, warnAt: endsAt - FIRST_WARNING_MS })
    .where("clusterUuid", "=", String(clusterUuid))
    .where("kind", "=", "cluster")
    .where("endsAt", "is", null)
    .execute();
}

function endOf(certificatePem: string): number | undefined {
  try {
    return new Date(new X509Certificate(certificatePem).validTo).getTime();
  } catch {
    return undefined;
  }
}
