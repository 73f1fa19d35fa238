import { createHash } from "node:crypto";
import type { SqlValue } from "../schema.ts";
import { createIndex, createTable, type TableBuilder } from "./table-builder.ts";

const PAGE = 200;
const FORMER_TABLE = "authorities";
const SEALED_AS = "certificate authority";
type Values = Readonly<Record<string, SqlValue>>;

/** Private keys go to a table of their own, and a cluster has authorities of several kinds. */
export async function separateKeyPairs(builder: TableBuilder): Promise<void> {
  await createTable(
    builder,
    "clusterAuthorities",
    {
      clusterUuid: "text",
      kind: "text",
      version: "integer",
      certificatePem: "longText",
      uuid: "text",
      ref: "longText?",
      rotation: "longText?",
    },
    { primary: ["clusterUuid", "kind"] },
  );
  await createTable(
    builder,
    "keyPairs",
    {
      uuid: "text",
      clusterUuid: "text",
      name: "text",
      certificatePem: "longText",
      sealedKey: "longText",
      sealedAs: "text?",
    },
    { primary: ["uuid"] },
  );
  await createIndex(builder, "keyPairs", ["clusterUuid"]);

  const tables = await builder.db.introspection.getTables();
  if (!tables.some(({ name }) => name === FORMER_TABLE)) return;
  for (let page = await pageAfter(builder, ""); page.length > 0; ) {
    for (const row of page) await carryOver(builder, row);
    page = await pageAfter(builder, String(page.at(-1)?.["clusterUuid"]));
  }
  await builder.db.schema.dropTable(FORMER_TABLE).execute();
}

async function pageAfter({ db }: TableBuilder, clusterUuid: string): Promise<readonly Values[]> {
  return db
    .selectFrom(FORMER_TABLE)
    .selectAll()
    .where("clusterUuid", ">", clusterUuid)
    .orderBy("clusterUuid")
    .limit(PAGE)
    .execute();
}

/**
 * A row that a broken-off migration carried over already stays as it is. What a rotation had replaced was
 * kept after it too; it serves no more, and goes with the former table.
 */
async function carryOver(builder: TableBuilder, row: Values): Promise<void> {
  const clusterUuid = String(row["clusterUuid"]);
  const certificatePem = String(row["certificatePem"]);
  const uuid = uuidOf(`${SEALED_AS} ${clusterUuid}`);
  await insertMissing(builder, "keyPairs", {
    uuid,
    clusterUuid,
    name: SEALED_AS,
    certificatePem,
    sealedKey: String(row["sealedKey"]),
    sealedAs: SEALED_AS,
  });
  await insertMissing(builder, "clusterAuthorities", {
    clusterUuid,
    kind: "cluster",
    version: row["version"] ?? 1,
    certificatePem,
    uuid,
    ref: `x509keypair:${uuid}`,
    rotation: null,
  });
}

async function insertMissing(builder: TableBuilder, table: string, values: Values): Promise<void> {
  const insert = builder.db.insertInto(table).values(values);
  await (builder.kind === "mysql"
    ? insert.ignore()
    : insert.onConflict((conflict) => conflict.doNothing())
  ).execute();
}

/** The same one when it is computed again. */
function uuidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
}
