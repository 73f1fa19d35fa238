import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { loadSecretKeys, readSecretKeysAgain } from "./secret-keys.ts";

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "secret-keys-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}
const REFUSED = { code: "JRB_SECRET_UNREADABLE" };

it("makes one key for all that ask at once, readable by its owner alone", async () => {
  const folder = temporaryFolder();
  const path = join(folder, "keys");
  const asked = await Promise.all(Array.from({ length: 8 }, () => loadSecretKeys(path)));
  expect(new Set(asked.map((keys) => keys[0]?.toString("hex"))).size).toBe(1);
  expect(asked[0]?.[0]).toHaveLength(32);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(["keys"]);
  expect(await loadSecretKeys(path)).toEqual(asked[0]);
});

it("reads several keys and passes over comments", async () => {
  const path = join(temporaryFolder(), "keys");
  const [first, second] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  const text = `# new\n${first.toString("base64")}\n\n${second.toString("base64")}\n`;
  writeFileSync(path, text, { mode: 0o600 });
  expect(await loadSecretKeys(path)).toEqual([first, second]);
});

it("refuses a file that others can read, that has no key, or a line that is none", async () => {
  const path = join(temporaryFolder(), "keys");
  writeFileSync(path, `${Buffer.alloc(32).toString("base64")}\n`, { mode: 0o600 });
  chmodSync(path, 0o640);
  await expect(loadSecretKeys(path)).rejects.toMatchObject(REFUSED);
  chmodSync(path, 0o600);
  for (const text of ["", "short\n"]) {
    writeFileSync(path, text);
    await expect(loadSecretKeys(path)).rejects.toMatchObject(REFUSED);
  }
});

it("refuses what is no file without advice for files", async () => {
  const path = join(temporaryFolder(), "keys");
  mkdirSync(path);
  await expect(loadSecretKeys(path)).rejects.toThrow("it is no file");
});

it("makes no key where the database has one already", async () => {
  const path = join(temporaryFolder(), "keys");
  await expect(loadSecretKeys(path, { create: false })).rejects.toMatchObject({
    ...REFUSED,
    message: expect.stringContaining(`${path} cannot be used: it is not there, and the database`),
  });
  expect(existsSync(path)).toBe(false);
});

it("reads the keys again as they are now, with the same rules", async () => {
  const path = join(temporaryFolder(), "keys");
  const [first] = await loadSecretKeys(path);
  expect(readSecretKeysAgain(path)).toEqual([first]);
  writeFileSync(path, `${Buffer.alloc(32, 1).toString("base64")}\n`);
  expect(readSecretKeysAgain(path)).toEqual([Buffer.alloc(32, 1)]);
  writeFileSync(path, Buffer.alloc(32, 1).toString("base64").slice(0, 9));
  expect(() => readSecretKeysAgain(path)).toThrow(expect.objectContaining(REFUSED));
  writeFileSync(path, `${Buffer.alloc(32, 1).toString("base64")}\n`);
  chmodSync(path, 0o640);
  expect(() => readSecretKeysAgain(path)).toThrow(/chmod 600/);
  rmSync(path);
  expect(() => readSecretKeysAgain(path)).toThrow(/ENOENT/);
});
