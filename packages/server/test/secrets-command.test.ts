import { randomBytes, randomUUID } from "node:crypto";
import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createSecretBox, openSqlStore, upgradeDatabase } from "@jeroboam/sql-store";
import { expect, it } from "vitest";
import { jeroboam, PATIENCE_MS, temporaryFolder } from "./jeroboam-command.ts";

const LIMIT_MS = 5 * PATIENCE_MS;
const SECRETS = 5;

/** A state directory with secrets that are sealed with one key, and its executable. */
async function sealedState(key: Buffer) {
  const folder = temporaryFolder();
  const location = { kind: "sqlite", path: join(folder, "jeroboam.sqlite") } as const;
  await upgradeDatabase(location);
  const secretBox = createSecretBox([key]);
  const store = await openSqlStore({ location, secretBox });
  for (let number = 0; number < SECRETS; number++) {
    const [uuid, clusterUuid] = [randomUUID(), randomUUID()];
    const text = { name: "n", certificatePem: "c", privateKeyPem: "the private key" };
    await store.keyPairs.insert({ uuid, clusterUuid, ...text });
  }
  await store.close();
  const path = join(folder, "secret.key");
  return {
    path,
    keys: (...keys: readonly Buffer[]) =>
      writeFileSync(path, keys.map((one) => `${one.toString("base64")}\n`).join(""), {
        mode: 0o600,
      }),
    async run(words: readonly string[], environment: Readonly<Record<string, string>> = {}) {
      const state = { JEROBOAM_STATE_DIRECTORY: folder };
      const command = jeroboam(words, { ...state, ...environment });
      const code = await command.ended;
      return { code, printed: command.printed(), complaints: command.complaints().join("\n") };
    },
  };
}

it(
  "secrets get another key, and the former one is needed no more",
  async () => {
    const [former, current] = [randomBytes(32), randomBytes(32)];
    const { keys, run } = await sealedState(former);
    keys(former);
    expect((await run(["secrets", "status"])).code).toBe(0);
    keys(current, former);
    const before = await run(["secrets", "status", "--json"]);
    expect(before.code).toBe(1);
    expect(JSON.parse(before.printed).secrets).toMatchObject([
      { table: "keyPairs", state: "former", count: SECRETS },
      { table: "secretMarkers", state: "former", count: 1 },
    ]);
    const rewrapped = await run(["secrets", "rewrap"]);
    expect(rewrapped).toMatchObject({ code: 0, complaints: "" });
    expect(rewrapped.printed).toContain(`key pairs: ${SECRETS} of ${SECRETS} rewrapped\n`);
    expect(rewrapped.printed).toMatch(/every secret in .* is sealed with the key [0-9a-f]{8}\n$/);
    keys(current);
    const after = await run(["secrets", "status"]);
    expect(after.code).toBe(0);
    expect(after.printed).toMatch(/\| key pairs +\| [0-9a-f]{8} +\| current \| 5/);
  },
  LIMIT_MS,
);

it(
  "keys of the environment count instead of the file",
  async () => {
    const [former, current] = [randomBytes(32), randomBytes(32)];
    const { run } = await sealedState(former);
    const JEROBOAM_SECRET_KEYS = [current, former].map((key) => key.toString("base64")).join(",");
    expect(await run(["secrets", "rewrap"], { JEROBOAM_SECRET_KEYS })).toMatchObject({ code: 0 });
    const shown = await run(["config", "show"], { JEROBOAM_SECRET_KEYS });
    expect(shown.printed).toContain("secret-keys");
    expect(shown.printed).not.toContain(current.toString("base64"));
    const wrong = await run(["secrets", "status"], { JEROBOAM_SECRET_KEYS: "c2hvcnQ=" });
    expect(wrong.code).toBe(1);
    expect(wrong.complaints).toMatch(/JEROBOAM_SECRET_KEYS cannot be used: each must be 32 bytes/);
    expect(wrong.complaints).not.toContain("c2hvcnQ=");
  },
  LIMIT_MS,
);

it(
  "a key that is missing, wrong or open to others is named, and nothing is changed",
  async () => {
    const key = randomBytes(32);
    const { path, keys, run } = await sealedState(key);
    const missing = await run(["secrets", "rewrap"]);
    expect(missing).toMatchObject({ code: 1, complaints: expect.stringContaining(path) });
    expect(missing.complaints).toContain("it is not there");
    keys(randomBytes(32));
    expect((await run(["secrets", "status"])).code).toBe(2);
    const wrong = await run(["secrets", "rewrap"]);
    expect(wrong).toMatchObject({ code: 1 });
    expect(wrong.complaints).toContain(`is sealed with a key that is not in ${path}`);
    rmSync(path);
    keys(key);
    chmodSync(path, 0o644);
    expect((await run(["secrets", "status"])).complaints).toContain("run chmod 600 on it");
    chmodSync(path, 0o600);
    expect((await run(["secrets", "status"])).code).toBe(0);
  },
  LIMIT_MS,
);

it(
  "a database in which nothing is sealed needs no key",
  async () => {
    const folder = temporaryFolder();
    await upgradeDatabase({ kind: "sqlite", path: join(folder, "jeroboam.sqlite") });
    for (const word of ["status", "rewrap"]) {
      const command = jeroboam(["secrets", word], { JEROBOAM_STATE_DIRECTORY: folder });
      expect(await command.ended).toBe(0);
      expect(command.printed()).toBe("nothing is sealed yet\n");
    }
  },
  LIMIT_MS,
);
