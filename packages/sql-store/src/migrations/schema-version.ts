import { JeroboamError, messageOf } from "@jeroboam/core";
import { CamelCasePlugin, Kysely } from "kysely";
import { Migrator } from "kysely/migration";
import type { DatabaseEngine } from "../database/database-engine.ts";
import { adviceFor } from "../database/database-refusal.ts";
import { runTransaction } from "../database/run-transaction.ts";
import { queryBuilder, type StatementRunner } from "../database/query-builder.ts";
import type { AnyTables } from "../schema.ts";
import { aloneInCluster } from "./alone-in-cluster.ts";
import { MIGRATION_NAMES, migrationsFor } from "./migrations.ts";

/** Which migrations a database has, and which it lacks. */
export interface SchemaVersion {
  /** The latest that it has; null for an empty one. */
  readonly current: string | null;
  /** The latest that there is. */
  readonly wanted: string;
  /** Those that it lacks, in their order. */
  readonly pending: readonly string[];
}

const TABLE = "jeroboam_migrations";
const LOCK_TABLE = "jeroboam_migration_lock";

/** @throws `JRB_STORE_SCHEMA` when the database has migrations that this version does not know */
export async function schemaVersion(
  engine: DatabaseEngine,
  statements: StatementRunner,
): Promise<SchemaVersion> {
  const db = queryBuilder<AnyTables>(engine.dialect, statements);
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  const applied = tables.some(({ name }) => name === TABLE)
    ? (await db.selectFrom(TABLE).select("name").orderBy("name").execute()).map(({ name }) =>
        String(name),
      )
    : [];
  const unknown = applied.filter((name) => !MIGRATION_NAMES.includes(name));
  if (unknown.length > 0)
    throw new JeroboamError(
      "JRB_STORE_SCHEMA",
      `The database was upgraded by a later version (${unknown.join(", ")}); use that one.`,
      { details: { unknown } },
    );
  return {
    current: applied.at(-1) ?? null,
    wanted: MIGRATION_NAMES.at(-1) ?? "",
    pending: MIGRATION_NAMES.filter((name) => !applied.includes(name)),
  };
}

/** @throws `JRB_STORE_SCHEMA` when the database is not of this version */
export async function requireSchema(
  engine: DatabaseEngine,
  statements: StatementRunner,
  what: string,
): Promise<void> {
  const { pending } = await schemaVersion(engine, statements);
  if (pending.length > 0)
    throw new JeroboamError(
      "JRB_STORE_SCHEMA",
      `The database ${what} lacks ${pending.join(", ")}; run \`jeroboam db upgrade\` first.`,
      { details: { pending } },
    );
}

/** Applies what is pending and answers the names. Two that run at once wait for each other. */
export async function migrate(engine: DatabaseEngine): Promise<readonly string[]> {
  return aloneInCluster(engine, () => onTables(engine, (db) => migrateOn(db, engine)));
}

/** Where tables are made: each statement by itself, as MariaDB wants it, and on SQLite all or none. */
export async function onTables<T>(
  engine: DatabaseEngine,
  work: (db: Kysely<AnyTables>) => Promise<T>,
): Promise<T> {
  // SQLite has no lock of its own for that, but a transaction holds the whole file, tables included.
  if (engine.kind === "sqlite")
    return runTransaction(engine, (statements) =>
      work(queryBuilder<AnyTables>(engine.dialect, statements)),
    );
  return work(
    new Kysely<AnyTables>({
      dialect: {
        createAdapter: () => engine.dialect.createAdapter(),
        createQueryCompiler: () => engine.dialect.createQueryCompiler(),
        createIntrospector: (db) => engine.dialect.createIntrospector(db),
        createDriver: () => engine.writer,
      },
      plugins: [new CamelCasePlugin()],
    }),
  );
}

async function migrateOn(
  db: Kysely<AnyTables>,
  { kind }: DatabaseEngine,
): Promise<readonly string[]> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrationsFor(kind) },
    migrationTableName: TABLE,
    migrationLockTableName: LOCK_TABLE,
  });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error !== undefined) throw notUpgraded(error);
  return results.map(({ migrationName }) => migrationName);
}

function notUpgraded(cause: unknown): unknown {
  const todo = adviceFor(cause);
  if (todo === undefined) return cause;
  return new JeroboamError(
    "JRB_STORE_UNAVAILABLE",
    `The database cannot be upgraded at the moment: ${messageOf(cause)}. ${todo}`,
    { cause, retryable: true },
  );
}
