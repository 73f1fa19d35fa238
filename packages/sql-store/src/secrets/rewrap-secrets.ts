import { sql } from "kysely";
import type { DatabaseEngine } from "../database/database-engine.ts";
import { readRunner, runTransaction } from "../database/run-transaction.ts";
import { rowScope } from "../rows/row-scope.ts";
import { type SecretBox, SEAL_PREFIX_CHARACTERS, sealOf } from "./secret-box.ts";
import { SEALED_COLUMNS, type SealedColumn } from "./sealed-columns.ts";

/** How many secrets of one table are sealed with one key. */
export interface SealedSecrets {
  readonly table: string;
  readonly keyId: string;
  /** `current`: as new ones are; `former`: rewrapping is due; `unknown`: nothing here opens them. */
  readonly state: "current" | "former" | "unknown";
  readonly count: number;
}

/** What became of one table. */
export interface RewrappedTable {
  readonly table: string;
  readonly secrets: number;
  readonly rewrapped: number;
}

const BATCH = 200;

/** Which keys seal what there is in the database. */
export async function sealedSecrets(
  engine: DatabaseEngine,
  box: SecretBox,
): Promise<readonly SealedSecrets[]> {
  const { anyTable } = rowScope(engine, readRunner(engine));
  const found: SealedSecrets[] = [];
  for (const { table, column } of SEALED_COLUMNS) {
    const prefix = sql<string>`substr(${sql.ref(column)}, 1, ${sql.lit(SEAL_PREFIX_CHARACTERS)})`;
    const rows = await anyTable
      .selectFrom(table)
      .select([prefix.as("prefix"), sql<number | string>`count(*)`.as("number")])
      .groupBy(prefix)
      .orderBy(prefix)
      .execute();
    for (const row of rows) {
      const { form, keyId } = sealOf(row.prefix);
      // PostgreSQL counts in text.
      found.push({ table, keyId, state: stateOf(form, keyId, box), count: Number(row.number) });
    }
  }
  return found;
}

function stateOf(form: string, keyId: string, box: SecretBox): SealedSecrets["state"] {
  if (!box.keyIds.includes(keyId)) return "unknown";
  return form === "v2" && keyId === box.keyIds[0] ? "current" : "former";
}

/**
 * Seals every secret of the database with the first key of the box. Others may work with the database
 * meanwhile, and what broke off goes on when it is begun again: each secret is as it was or as it shall
 * be, and one that somebody changed meanwhile stays as that one wrote it.
 *
 * @param told - Called after each batch.
 * @throws `JRB_SECRET_UNREADABLE` for a secret that no key of the box opens; those before it are done.
 */
export async function rewrapSecrets(
  engine: DatabaseEngine,
  box: SecretBox,
  told: (table: RewrappedTable) => void = () => undefined,
): Promise<readonly RewrappedTable[]> {
  const tables: RewrappedTable[] = [];
  for (const sealed of SEALED_COLUMNS) {
    let table: RewrappedTable = { table: sealed.table, secrets: 0, rewrapped: 0 };
    for (let after: string | undefined = ""; after !== undefined; ) {
      const batch = await rewrapBatch(engine, box, sealed, after);
      table = {
        table: sealed.table,
        secrets: table.secrets + batch.secrets,
        rewrapped: table.rewrapped + batch.rewrapped,
      };
      if (batch.secrets > 0) told(table);
      after = batch.last;
    }
    tables.push(table);
  }
  return tables;
}

async function rewrapBatch(
  engine: DatabaseEngine,
  box: SecretBox,
  { table, column, key, about }: SealedColumn,
  after: string,
): Promise<{ secrets: number; rewrapped: number; last: string | undefined }> {
  return runTransaction(engine, async (statements) => {
    const { anyTable } = rowScope(engine, statements);
    const rows = await anyTable
      .selectFrom(table)
      .selectAll()
      .where(key, ">", after)
      .orderBy(key)
      .limit(BATCH)
      .execute();
    let rewrapped = 0;
    for (const row of rows) {
      const former = String(row[column]);
      const sealed = box.rewrap(former, about(row));
      if (sealed === undefined) continue;
      const { numUpdatedRows } = await anyTable
        .updateTable(table)
        .set({ [column]: sealed })
        .where(key, "=", row[key] ?? null)
        .where(column, "=", former)
        .executeTakeFirstOrThrow();
      rewrapped += Number(numUpdatedRows);
    }
    const last = rows.at(-1)?.[key];
    return {
      secrets: rows.length,
      rewrapped,
      last: rows.length === BATCH ? String(last) : undefined,
    };
  });
}
