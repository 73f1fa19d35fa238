import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { openSqlStore, upgradeDatabase } from "../src/index.ts";
import { secretBox } from "./contract/store-bench.ts";

const CLAIMER = new URL("claiming-process.ts", import.meta.url).pathname;

it("what a killed process had claimed is free at once for one that is alone, and for no other", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sqlite-claims-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const location = { kind: "sqlite", path: join(folder, "a.sqlite") } as const;
  await upgradeDatabase(location);
  const child = spawn(
    process.execPath,
    ["--conditions=@jeroboam/source", CLAIMER, `sqlite:///${location.path}`],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  onTestFinished(() => void child.kill("SIGKILL"));
  const [told] = await once(child.stdout, "data");
  child.kill("SIGKILL");
  await once(child, "exit");
  const now = new Date();
  const claim = { now, leaseUntil: new Date(now.getTime() + 30_000) };

  const other = await openSqlStore({ location, secretBox });
  expect(await other.operations.claim({ ...claim, owner: "other" })).toBeUndefined();
  expect(await other.surveys.claim(claim)).toBeUndefined();
  await other.close();

  const alone = await openSqlStore({ location, secretBox, isAlone: true });
  expect(await alone.operations.claim({ ...claim, owner: "next" })).toMatchObject({
    uuid: String(told).trim(),
    leaseOwner: "next",
    attempt: 2,
  });
  expect(await alone.surveys.claim(claim)).toMatchObject({ projectId: "project" });
  await alone.close();
}, 30_000);
