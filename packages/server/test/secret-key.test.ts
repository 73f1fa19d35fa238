import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { startSimulator } from "@jeroboam/openstack-simulator";
import { isMissing, startMariaDb } from "@jeroboam/test-engines";
import { describe, expect, it, onTestFinished } from "vitest";
import { jeroboam, PATIENCE_MS, temporaryFolder } from "./jeroboam-command.ts";

const LIMIT_MS = PATIENCE_MS + 5000;

async function controller() {
  const simulator = await startSimulator();
  onTestFinished(() => simulator.close());
  const folder = temporaryFolder();
  const keyFile = join(folder, "secret.key");
  const environment = {
    ...simulator.environment("magnum"),
    JEROBOAM_STATE_DIRECTORY: folder,
    JEROBOAM_PORT: "0",
  };
  const start = (argv: readonly string[], more: Readonly<Record<string, string>> = {}) =>
    jeroboam(argv, { ...environment, ...more });
  return { start, keyFile };
}

it(
  "a database is its owner's alone, and not used with another key than its own, nor without one",
  async () => {
    const { start, keyFile } = await controller();
    const first = start(["all"]);
    await first.said("running");
    const files = readdirSync(dirname(keyFile)).map((name) => join(dirname(keyFile), name));
    expect(files.length).toBeGreaterThan(2);
    const modes = files.map((file) => [file, statSync(file).mode & 0o777]);
    expect(modes).toEqual(files.map((file) => [file, 0o600]));
    first.child.kill("SIGTERM");
    expect(await first.ended).toBe(0);

    writeFileSync(keyFile, `${randomBytes(32).toString("base64")}\n`);
    const swapped = start(["all"]);
    expect(await swapped.ended).toBe(1);
    expect(swapped.complaints()).toEqual([
      expect.stringMatching(
        `jeroboam\\.sqlite is sealed with a key that is not in ${keyFile}. Copy`,
      ),
    ]);
    const status = start(["status"]);
    expect(await status.ended).toBe(2);
    expect(status.printed()).toMatch(/^\| secret key +\| failure +\| .*is sealed with a key/m);

    rmSync(keyFile);
    const missing = start(["all"]);
    expect(await missing.ended).toBe(1);
    expect(missing.complaints()).toEqual([expect.stringContaining(`${keyFile} cannot be used`)]);
    expect(existsSync(keyFile)).toBe(false);
  },
  LIMIT_MS,
);

it(
  "status makes neither a key nor a seal",
  async () => {
    const { start, keyFile } = await controller();
    expect(await start(["db", "upgrade"]).ended).toBe(0);
    const status = start(["status"]);
    expect(await status.ended).toBe(1);
    expect(status.printed()).toMatch(/^\| secret key +\| warning +\| no process has sealed/m);
    expect(existsSync(keyFile)).toBe(false);
  },
  LIMIT_MS,
);

const engine = await startMariaDb();
if (isMissing(engine)) console.warn(`keys of several machines are not tested: ${engine.missing}`);

describe.skipIf(isMissing(engine))("two machines on one MariaDB", () => {
  it(
    "have to have the same key, and none is made for a database that lets nobody in",
    async () => {
      if (isMissing(engine)) throw new Error(engine.missing);
      onTestFinished(() => engine.stop());
      const url = await engine.createDatabase("sealed");
      const { start, keyFile } = await controller();
      const refused = start(["conductor"], {
        JEROBOAM_DATABASE: url.replace(/:\/\/[^@]*@/, "://nobody:wrong@"),
      });
      expect(await refused.ended).toBe(1);
      expect(refused.complaints()).toEqual([
        expect.stringMatching(/the database mysql nobody@.*Access denied.*; check the user/),
      ]);
      expect(existsSync(keyFile)).toBe(false);

      const shared = { JEROBOAM_DATABASE: url };
      expect(await start(["db", "upgrade"], shared).ended).toBe(0);
      await start(["conductor"], shared).said("running");
      const other = temporaryFolder();
      const second = start(["conductor"], { ...shared, JEROBOAM_STATE_DIRECTORY: other });
      expect(await second.ended).toBe(1);
      expect(second.complaints()).toEqual([
        expect.stringContaining(`${join(other, "secret.key")} cannot be used: it is not there`),
      ]);
    },
    LIMIT_MS,
  );
});
