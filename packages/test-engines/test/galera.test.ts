import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { expect, it, onTestFinished } from "vitest";
import { type Engine, isMissing, startGalera } from "../src/index.ts";

function query({ port, url }: Engine, statement: string): string {
  const { password } = new URL(url);
  const { stdout, stderr } = spawnSync(
    "mariadb",
    `--no-defaults --protocol=tcp --host=127.0.0.1 --port=${port} --user=jeroboam --batch --skip-column-names jeroboam`.split(
      " ",
    ),
    { input: statement, encoding: "utf8", env: { ...process.env, MYSQL_PWD: password } },
  );
  return `${stdout}${stderr}`.trim();
}

it("what one node of a Galera cluster stores all have, also one that was away, and nothing is left", {
  timeout: 120_000,
}, async ({ skip }) => {
  const cluster = await startGalera();
  if (isMissing(cluster)) {
    console.log(`Galera is not started: ${cluster.missing}`);
    return skip(cluster.missing);
  }
  onTestFinished(() => cluster.stop());
  const [first, second, third] = cluster.nodes;
  if (!first || !second || !third) throw new Error("there are not three nodes");
  const numbers = "set wsrep_sync_wait = 1; select n from t order by n;";
  expect(query(first, "create table t (n integer primary key); insert into t values (1);")).toBe(
    "",
  );
  expect(query(third, numbers)).toBe("1");
  await third.kill();
  expect(query(second, "insert into t values (2)")).toBe("");
  await third.start();
  expect(query(third, numbers)).toBe("1\n2");
  await cluster.isolate(second, true);
  expect(query(first, "insert into t values (3)")).toBe("");
  await expect.poll(() => cluster.isIn(second), { timeout: 10_000 }).toBe(false);
  expect(query(second, numbers)).toMatch(/WSREP has not yet prepared node/);
  await cluster.stop();
  for (const { folder } of cluster.nodes) expect(existsSync(folder)).toBe(false);
});
