import { setTimeout as wait } from "node:timers/promises";
import { CompiledQuery } from "kysely";
import type { DatabaseEngine } from "../database/database-engine.ts";
import { readRunner, runTransaction } from "../database/run-transaction.ts";

const TABLE = "jeroboam_upgrades";
const LEASE_MS = 30_000;
const RENEW_EVERY_MS = 5000;
const LOOK_EVERY_MS = 200;

/**
 * Runs the work while nobody runs such work on another node of a Galera cluster; at once where there
 * is no cluster. A node's own named locks (`get_lock`) say nothing to the others, so the lock is a row with a
 * lease, which whoever died leaves half a minute later.
 */
export async function aloneInCluster<T>(
  engine: DatabaseEngine,
  work: () => Promise<T>,
): Promise<T> {
  if (engine.kind !== "mysql" || !(await isCluster(engine))) return work();
  await run(
    engine,
    `create table if not exists ${TABLE} (name varchar(255) primary key, until bigint not null)`,
  );
  await run(engine, `insert ignore into ${TABLE} (name, until) values ('schema', 0)`);
  let until = await claimed(engine);
  let renewing: Promise<void> = Promise.resolve();
  const renew = async () => {
    const next = Date.now() + LEASE_MS;
    if (await moved(engine, next, `until = ${until}`)) until = next;
  };
  const timer = setInterval(() => {
    // What is not renewed now is renewed the next time.
    renewing = renew().catch(() => {});
  }, RENEW_EVERY_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    await renewing;
    await moved(engine, 0, `until = ${until}`);
  }
}

/** MariaDB without a cluster has the number too, and it is none. */
async function isCluster(engine: DatabaseEngine): Promise<boolean> {
  const { rows } = await readRunner(engine).executeQuery<{ Value: string }>(
    CompiledQuery.raw("show status like 'wsrep_cluster_size'"),
  );
  return Number(rows[0]?.Value ?? 0) > 0;
}

/** Waits for its turn; answers until when it is its own. */
async function claimed(engine: DatabaseEngine): Promise<number> {
  for (;;) {
    const now = Date.now();
    if (await moved(engine, now + LEASE_MS, `until < ${now}`)) return now + LEASE_MS;
    await wait(LOOK_EVERY_MS);
  }
}

async function moved(engine: DatabaseEngine, until: number, condition: string): Promise<boolean> {
  const { numAffectedRows } = await run(
    engine,
    `update ${TABLE} set until = ${until} where name = 'schema' and ${condition}`,
  );
  return numAffectedRows === 1n;
}

function run(engine: DatabaseEngine, statement: string) {
  return runTransaction(engine, (statements) =>
    statements.executeQuery(CompiledQuery.raw(statement)),
  );
}
