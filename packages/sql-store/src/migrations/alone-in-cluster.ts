import { randomInt } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { CompiledQuery } from "kysely";
import type { DatabaseEngine } from "../database/database-engine.ts";
import { readRunner, runTransaction } from "../database/run-transaction.ts";

const TABLE = "jeroboam_upgrades";
/** A mark that stood still so long is of one that died. */
const LEASE_MS = 30_000;
const RENEW_EVERY_MS = 5000;
const LOOK_EVERY_MS = 200;
/** The mark of nobody. */
const FREE = 0;

/**
 * Runs the work while nobody runs such work on another node of a Galera cluster; at once where there
 * is no cluster. A node's own named locks (`get_lock`) say nothing to the others, so the lock is a row with a
 * mark that its holder changes every few seconds. Who waits takes it when the mark stood still for half a
 * minute of its own time, whatever the clocks of the machines say.
 */
export async function aloneInCluster<T>(
  engine: DatabaseEngine,
  work: () => Promise<T>,
  leaseMs = LEASE_MS,
): Promise<T> {
  if (engine.kind !== "mysql" || !(await isCluster(engine))) return work();
  await run(
    engine,
    `create table if not exists ${TABLE} (name varchar(255) primary key, mark bigint not null)`,
  );
  await run(engine, `insert ignore into ${TABLE} (name, mark) values ('schema', ${FREE})`);
  // A change whose answer was lost may be there or not.
  let mine = [await claimed(engine, leaseMs)];
  let renewing: Promise<void> = Promise.resolve();
  const renew = async () => {
    const next = newMark();
    const former = mine;
    mine = [next, ...former];
    if (await moved(engine, former, next)) mine = [next];
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
    // What was done is done, also when the next one has to wait for the lock.
    await moved(engine, mine, FREE).catch(() => false);
  }
}

/** MariaDB without a cluster has the number too, and it is none. */
async function isCluster(engine: DatabaseEngine): Promise<boolean> {
  const { rows } = await readRunner(engine).executeQuery<{ Value: string }>(
    CompiledQuery.raw("show status like 'wsrep_cluster_size'"),
  );
  return Number(rows[0]?.Value ?? 0) > 0;
}

/** Waits for its turn; answers the mark that it made. */
async function claimed(engine: DatabaseEngine, leaseMs: number): Promise<number> {
  const mark = newMark();
  let seen = FREE;
  let since = performance.now();
  for (;;) {
    const stands = seen !== FREE && performance.now() - since > leaseMs;
    if (await moved(engine, stands ? [FREE, seen, mark] : [FREE, mark], mark)) return mark;
    const present = await presentMark(engine);
    if (present !== seen) [seen, since] = [present, performance.now()];
    await wait(LOOK_EVERY_MS);
  }
}

function newMark(): number {
  return randomInt(FREE + 1, 2 ** 48 - 1);
}

async function presentMark(engine: DatabaseEngine): Promise<number> {
  const { rows } = await readRunner(engine).executeQuery<{ mark: number | string }>(
    CompiledQuery.raw(`select mark from ${TABLE} where name = 'schema'`),
  );
  return Number(rows[0]?.mark ?? FREE);
}

/** Replaces the mark where it is one of these. */
async function moved(
  engine: DatabaseEngine,
  from: readonly number[],
  to: number,
): Promise<boolean> {
  const { numAffectedRows } = await run(
    engine,
    `update ${TABLE} set mark = ${to} where name = 'schema' and mark in (${from.join()})`,
  );
  return numAffectedRows === 1n;
}

function run(engine: DatabaseEngine, statement: string) {
  return runTransaction(engine, (statements) =>
    statements.executeQuery(CompiledQuery.raw(statement)),
  );
}
