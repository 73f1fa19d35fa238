import { type Store, type StoreRows, writesAlone } from "@jeroboam/core";
import type { ConnectionLimits, DatabaseEngine } from "./database/database-engine.ts";
import { type DatabaseLocation, describeDatabase } from "./database/database-location.ts";
import { openEngine } from "./database/open-engine.ts";
import { readRunner, runTransaction } from "./database/run-transaction.ts";
import {
  migrate,
  requireSchema,
  type SchemaVersion,
  schemaVersion,
} from "./migrations/schema-version.ts";
import { writeEvents } from "./rows/event-rows.ts";
import { freeClaims } from "./rows/free-claims.ts";
import { rememberedReads } from "./rows/remembered-reads.ts";
import { rowScope } from "./rows/row-scope.ts";
import { storeRows, storeSettings } from "./rows/store-rows.ts";
import {
  type RewrappedTable,
  rewrapSecrets,
  type SealedSecrets,
  sealedSecrets,
} from "./secrets/rewrap-secrets.ts";
import type { SecretBox } from "./secrets/secret-box.ts";
import { isMarked, requireKey } from "./secrets/secret-marker.ts";

export interface SqlStoreOptions {
  readonly location: DatabaseLocation;
  /** Seals credentials and private keys. */
  readonly secretBox: SecretBox;
  /** Keeps rows that tell other processes of operations; default false. */
  readonly outbox?: boolean;
  /** To a database server; default 10. */
  readonly maxConnections?: number;
  /**
   * How long a statement may be without a sign of the server before its connection counts as lost;
   * default 10 000. It waits for a lock half of that.
   */
  readonly statementTimeoutMs?: number;
  /**
   * Nobody else uses the database: what a process that died had claimed is free at once instead of when
   * its leases run out, and what others commit to a file nevertheless is noticed within 100 ms instead of
   * at once. Default false.
   */
  readonly isAlone?: boolean;
}

/**
 * Opens a store in a database. One in memory (`:memory:`) is new and empty; any other must have been
 * upgraded to this version.
 *
 * @throws `JRB_STORE_SCHEMA` when it was not, `JRB_STORE_UNAVAILABLE` when the server is away,
 *   `JRB_SECRET_UNREADABLE` when the database was sealed with another key
 */
export async function openSqlStore(options: SqlStoreOptions): Promise<Store> {
  const { location, secretBox, outbox = false } = options;
  const { maxConnections, statementTimeoutMs } = options;
  const limits = {
    ...(maxConnections === undefined ? {} : { maxConnections }),
    ...(statementTimeoutMs === undefined ? {} : { statementTimeoutMs }),
  };
  const engine = await openEngine(location, limits, options.isAlone);
  try {
    if (location.kind === "sqlite" && location.path === ":memory:") await migrate(engine);
    else await requireSchema(engine, readRunner(engine), describeDatabase(location));
    await requireKey(engine, secretBox, describeDatabase(location));
    if (options.isAlone)
      await runTransaction(engine, (statements) => freeClaims(rowScope(engine, statements)));
  } catch (error) {
    await engine.close();
    throw error;
  }
  return storeOn(engine, secretBox, outbox);
}

/**
 * Brings a database to this version and answers the names of what was applied; there is no way back.
 * Several may do so at once.
 */
export async function upgradeDatabase(location: DatabaseLocation): Promise<readonly string[]> {
  // A migration may take long, and waits for the one that another process runs.
  return using(location, migrate, { statementTimeoutMs: 0 });
}

/** Which version a database has. */
export async function databaseVersion(location: DatabaseLocation): Promise<SchemaVersion> {
  return using(location, (engine) => schemaVersion(engine, readRunner(engine)));
}

/**
 * Whether a store was opened in this database before, so that it has to be opened with the same key.
 *
 * @throws `JRB_STORE_SCHEMA` when the database has not been upgraded
 */
export async function isSealed(location: DatabaseLocation): Promise<boolean> {
  return using(location, async (engine) => {
    await requireSchema(engine, readRunner(engine), describeDatabase(location));
    return isMarked(engine);
  });
}

/**
 * Which keys seal the secrets of a database.
 *
 * @throws `JRB_STORE_SCHEMA` when the database has not been upgraded
 */
export async function sealedSecretsOf(
  location: DatabaseLocation,
  secretBox: SecretBox,
): Promise<readonly SealedSecrets[]> {
  return using(location, async (engine) => {
    await requireSchema(engine, readRunner(engine), describeDatabase(location));
    return sealedSecrets(engine, secretBox);
  });
}

/**
 * Seals every secret of a database with the first key of the box, while others work with it; what broke
 * off goes on when it is begun again.
 *
 * @param told - Called with a table's sums after each batch of its secrets.
 * @throws `JRB_STORE_SCHEMA` when the database has not been upgraded, `JRB_SECRET_UNREADABLE` for a
 *   secret that no key of the box opens
 */
export async function rewrapDatabase(
  location: DatabaseLocation,
  secretBox: SecretBox,
  told?: (table: RewrappedTable) => void,
): Promise<readonly RewrappedTable[]> {
  return using(location, async (engine) => {
    await requireSchema(engine, readRunner(engine), describeDatabase(location));
    await requireKey(engine, secretBox, describeDatabase(location));
    return rewrapSecrets(engine, secretBox, told);
  });
}

async function using<T>(
  location: DatabaseLocation,
  work: (engine: DatabaseEngine) => Promise<T>,
  limits?: Partial<ConnectionLimits>,
): Promise<T> {
  const engine = await openEngine(location, limits);
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}

function storeOn(engine: DatabaseEngine, secretBox: SecretBox, outbox: boolean): Store {
  const settings = storeSettings(secretBox, outbox);
  const transaction = <T>(work: (rows: StoreRows) => Promise<T>): Promise<T> =>
    runTransaction(engine, async (statements) => {
      const scope = rowScope(engine, statements, []);
      const result = await work(storeRows(scope, settings));
      await writeEvents(scope);
      return result;
    });
  const reads = storeRows(rowScope(engine, readRunner(engine)), settings);
  const { clusters, clusterTemplates } = reads;
  const remembering: StoreRows = {
    ...reads,
    clusters: { ...clusters, ...rememberedReads(clusters, engine.revision) },
    clusterTemplates: {
      ...clusterTemplates,
      ...rememberedReads(clusterTemplates, engine.revision),
    },
  };
  return {
    ...writesAlone(remembering, transaction),
    transaction,
    close: () => engine.close(),
  };
}
