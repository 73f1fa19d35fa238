import { randomUUID } from "node:crypto";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import filesystem from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCertManager } from "@jeroboam/core";
import { expect, it, onTestFinished, vi } from "vitest";
import { createLocalCertManager } from "./local-cert-manager.ts";

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "local-cert-manager-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function aKeyPair() {
  const [uuid, clusterUuid] = [randomUUID(), randomUUID()];
  return { uuid, clusterUuid, name: "n", certificatePem: "certificate", privateKeyPem: "key" };
}
const UNUSABLE = { message: "its folder cannot be used; the service's log says why" };

it("makes its folder, and lets nobody else look into it", async () => {
  const folder = join(temporaryFolder(), "deep", "certificates");
  const keyPair = aKeyPair();
  await createLocalCertManager({ folder }).store(keyPair);
  const modes = ["", keyPair.clusterUuid, `${keyPair.clusterUuid}/${keyPair.uuid}.key`].map(
    (path) => lstatSync(join(folder, path)).mode & 0o777,
  );
  expect(modes).toEqual([0o700, 0o700, 0o600]);
  expect(readdirSync(join(folder, keyPair.clusterUuid))).toHaveLength(2);
});

it("uses no folder that others can look into, and says what to do", async () => {
  const folder = temporaryFolder();
  chmodSync(folder, 0o755);
  await expect(createLocalCertManager({ folder }).store(aKeyPair())).rejects.toMatchObject({
    ...UNUSABLE,
    retryable: false,
    cause: { message: expect.stringContaining(`${folder}; run chmod 700 on it`) },
  });
  expect(readdirSync(folder)).toEqual([]);
});

it("says so when the folder cannot be made", async () => {
  const folder = join(temporaryFolder(), "file");
  writeFileSync(folder, "");
  await expect(createLocalCertManager({ folder }).store(aKeyPair())).rejects.toMatchObject(
    UNUSABLE,
  );
});

it("follows no link: to a file, to a cluster's folder, to another cluster", async () => {
  const [folder, outside] = [temporaryFolder(), temporaryFolder()];
  const manager = createLocalCertManager({ folder });
  const [own, other] = [aKeyPair(), aKeyPair()];
  const ref = await manager.store(own);
  await manager.store(other);

  const key = join(folder, own.clusterUuid, `${own.uuid}.key`);
  rmSync(key);
  symlinkSync(join(folder, other.clusterUuid, `${other.uuid}.key`), key);
  await expect(manager.get(ref, own.clusterUuid)).rejects.toMatchObject(UNUSABLE);

  const moved = join(outside, "moved");
  renameSync(join(folder, own.clusterUuid), moved);
  symlinkSync(moved, join(folder, own.clusterUuid));
  for (const attempt of [
    () => manager.get(ref, own.clusterUuid),
    () => manager.remove(ref, own.clusterUuid),
    () => manager.removeAll(own.clusterUuid),
    () => manager.store({ ...aKeyPair(), clusterUuid: own.clusterUuid }),
  ])
    await expect(attempt()).rejects.toMatchObject(UNUSABLE);
  expect(readdirSync(moved)).toHaveLength(2);
});

it.each(["..", "../outside", "/tmp", "", "a".repeat(36)])(
  "takes nothing but a uuid for a name: %j",
  async (name) => {
    const parent = temporaryFolder();
    const folder = join(parent, "certificates");
    const manager = createLocalCertManager({ folder });
    await expect(manager.store({ ...aKeyPair(), uuid: name })).rejects.toMatchObject(UNUSABLE);
    await expect(manager.store({ ...aKeyPair(), clusterUuid: name })).rejects.toMatchObject(
      UNUSABLE,
    );
    mkdirSync(join(parent, "outside"));
    await manager.removeAll(name);
    expect(readdirSync(parent)).toEqual(["outside"]);
  },
);

it("gives nothing of a key pair that was kept by half, and removes it with its cluster", async () => {
  const folder = temporaryFolder();
  const manager = createLocalCertManager({ folder });
  const keyPair = aKeyPair();
  const ref = await manager.store(keyPair);
  rmSync(join(folder, keyPair.clusterUuid, `${keyPair.uuid}.key`));
  expect(await manager.get(ref, keyPair.clusterUuid)).toBeUndefined();
  await manager.removeAll(keyPair.clusterUuid);
  expect(readdirSync(folder)).toEqual([]);
});

it("tells what passes from what somebody has to mend, and users no path", async () => {
  const folder = temporaryFolder();
  const local = createLocalCertManager({ folder });
  const manager = createCertManager("local", { local });
  const keyPair = aKeyPair();
  const ref = await local.store(keyPair);
  const key = join(folder, keyPair.clusterUuid, `${keyPair.uuid}.key`);
  const refused = async (code: string) => {
    const cause = Object.assign(new Error(`${code}: open '${key}'`), { code });
    const failing = vi.spyOn(filesystem, "open").mockRejectedValue(cause);
    syncBuiltinESMExports();
    try {
      return await manager.get(ref, keyPair.clusterUuid).catch((error: unknown) => error);
    } finally {
      failing.mockRestore();
      syncBuiltinESMExports();
    }
  };
  expect(await refused("EMFILE")).toMatchObject({ retryable: true });
  expect(await refused("EACCES")).toMatchObject({
    code: "JRB_CERT_MANAGER_UNAVAILABLE",
    retryable: false,
    message: expect.not.stringContaining(folder),
  });
});
