import { existsSync } from "node:fs";
import { expect, it, onTestFinished } from "vitest";
import { isMissing, startGalera } from "../src/index.ts";
import { findMariaDb } from "../src/mariadb-program.ts";

const NUMBERS = "set wsrep_sync_wait = 1; select n from jeroboam.t order by n";

it("what one node of a Galera cluster stores all have, also one that was away, and nothing is left", {
  timeout: 120_000,
}, async ({ skip }) => {
  const [cluster, programs] = [await startGalera(), findMariaDb()];
  const missing = [cluster, programs].find(isMissing)?.missing;
  if (isMissing(cluster) || isMissing(programs)) {
    console.log(`Galera is not started: ${missing}`);
    return skip(missing);
  }
  onTestFinished(() => cluster.stop());
  const [first, second, third] = cluster.nodes;
  if (!first || !second || !third) throw new Error("there are not three nodes");
  const { query } = programs;
  await query(first, "create table jeroboam.t (n integer primary key)");
  await query(first, "insert into jeroboam.t values (1)");
  expect(await query(third, NUMBERS)).toBe("1\n");
  await third.kill();
  await query(second, "insert into jeroboam.t values (2)");
  await third.start();
  expect(await query(third, NUMBERS)).toBe("1\n2\n");
  await cluster.stop();
  for (const { folder } of cluster.nodes) expect(existsSync(folder)).toBe(false);
});
