import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, it, onTestFinished } from "vitest";
import { openSqlStore, rewrapDatabase, upgradeDatabase } from "../src/index.ts";
import { secretBox } from "./contract/store-bench.ts";
import { BOXES, expectReadable, sealedDatabase } from "./rewrap.ts";

const WRITER = new URL("writer-process.ts", import.meta.url).pathname;
const REWRAPPER = new URL("rewrap-process.ts", import.meta.url).pathname;
const ROUNDS = 3;
const AT_ONCE = 8;

/** Kills a process after so many lines; answers all that it told. */
async function killed(
  program: string,
  words: readonly string[],
  afterLines: number,
): Promise<readonly string[]> {
  const child = spawn(process.execPath, ["--conditions=@jeroboam/source", program, ...words], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const told: string[] = [];
  createInterface(child.stdout).on("line", (line) => {
    if (told.push(line) === afterLines) child.kill("SIGKILL");
  });
  await once(child, "close");
  return told;
}

it("every row that a killed process told of is there again, with its event", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sqlite-kill-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const location = { kind: "sqlite", path: join(folder, "a.sqlite") } as const;
  await upgradeDatabase(location);
  const told: string[] = [];
  for (let round = 1; round <= ROUNDS; round++)
    told.push(
      ...(await killed(WRITER, [`sqlite:///${location.path}`, String(AT_ONCE)], 20 * round)),
    );
  const store = await openSqlStore({ location, secretBox });
  const stored = (await store.clusters.list({})).map(({ uuid }) => uuid);
  const events = await store.events.after(0, {});
  expect(told.length).toBeGreaterThanOrEqual(120);
  expect(stored).toEqual(expect.arrayContaining(told));
  // At most those of one commit were stored and not told of any more.
  expect(stored.length).toBeLessThanOrEqual(told.length + ROUNDS * AT_ONCE);
  expect(events.map(({ clusterUuid }) => clusterUuid)).toEqual(stored);
  await store.close();
}, 60_000);

it("secrets that get another key are never lost, however often the process is killed", async () => {
  const folder = mkdtempSync(join(tmpdir(), "rewrap-kill-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const location = { kind: "sqlite", path: join(folder, "a.sqlite") } as const;
  await upgradeDatabase(location);
  const uuids = await sealedDatabase(location, 500);
  for (let round = 1; round <= 3; round++) {
    await killed(REWRAPPER, [`sqlite:///${location.path}`], round);
    await expectReadable(location, BOXES.both, uuids);
  }
  await rewrapDatabase(location, BOXES.both);
  await expectReadable(location, BOXES.current, uuids);
}, 60_000);
