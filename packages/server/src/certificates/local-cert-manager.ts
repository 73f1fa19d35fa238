import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { lstat, open, rename, rm, unlink } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type CertManagerBackend, JeroboamError, messageOf } from "@jeroboam/core";
import { makeDirectory } from "../make-directory.ts";

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const REF = /^local:(.*)$/s;
const FILE_MODE = 0o600;
const READ_WHAT_IS_NO_LINK = constants.O_RDONLY | constants.O_NOFOLLOW;

/**
 * Keeps key pairs in files of this machine: `<folder>/<cluster's uuid>/<uuid>.crt` and `.key`, for their
 * owner alone. A key pair is there once its key is, and a file is there whole or not at all. The folder
 * is made where it is not there.
 *
 * @upstream magnum/common/cert_manager/local_cert_manager.py `CertManager`
 * @differs Files are of mode 0600 in a folder for each cluster, and keys need no passphrase.
 */
export function createLocalCertManager(options: { readonly folder: string }): CertManagerBackend {
  const root = resolve(options.folder);

  /** A cluster's folder; undefined where it is not there. */
  async function folderOf(clusterUuid: string): Promise<string | undefined> {
    if (!UUID.test(clusterUuid)) return undefined;
    if (!(await isOwnFolder(root))) return undefined;
    const folder = join(root, clusterUuid);
    return (await isOwnFolder(folder)) ? folder : undefined;
  }

  return {
    async store({ uuid, clusterUuid, certificatePem, privateKeyPem }) {
      if (!UUID.test(uuid) || !UUID.test(clusterUuid))
        throw unusable(root, "names of files are made of uuids only");
      const folder = join(root, clusterUuid);
      for (const each of [root, folder]) await usable(root, madeOwnFolder(each));
      await usable(root, writeWhole(folder, `${uuid}.crt`, certificatePem));
      await usable(root, writeWhole(folder, `${uuid}.key`, privateKeyPem));
      await usable(root, syncFolder(root));
      return `local:${uuid}`;
    },

    async get(ref, clusterUuid) {
      const uuid = uuidOf(ref);
      const folder = await usable(root, folderOf(clusterUuid));
      if (uuid === undefined || folder === undefined) return undefined;
      const read = (name: string) => usable(root, readOwn(join(folder, name)));
      const [certificatePem, privateKeyPem] = await Promise.all([
        read(`${uuid}.crt`),
        read(`${uuid}.key`),
      ]);
      if (certificatePem === undefined || privateKeyPem === undefined) return undefined;
      return { certificatePem, privateKeyPem };
    },

    async remove(ref, clusterUuid) {
      const uuid = uuidOf(ref);
      const folder = await usable(root, folderOf(clusterUuid));
      if (uuid === undefined || folder === undefined) return;
      for (const name of [`${uuid}.key`, `${uuid}.crt`])
        await usable(root, unlink(join(folder, name)), ["ENOENT"]);
      await usable(root, syncFolder(folder));
    },

    async removeAll(clusterUuid) {
      const folder = await usable(root, folderOf(clusterUuid));
      if (folder === undefined) return;
      await usable(root, rm(folder, { recursive: true }), ["ENOENT"]);
      await usable(root, syncFolder(root));
    },
  };
}

function uuidOf(ref: string): string | undefined {
  const text = REF.exec(ref)?.[1];
  return text !== undefined && UUID.test(text) ? text : undefined;
}

async function madeOwnFolder(path: string): Promise<void> {
  makeDirectory(path);
  await isOwnFolder(path);
}

/** Whether it is there; one that is a link, or that others may look into, is refused. */
async function isOwnFolder(path: string): Promise<boolean> {
  const found = await lstat(path).catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  });
  if (!found) return false;
  if (!found.isDirectory()) throw new Error(`${path} is no folder`);
  if (found.mode & 0o077) throw new Error(`others can look into ${path}; run chmod 700 on it`);
  return true;
}

/** Undefined where there is no such file. */
async function readOwn(path: string): Promise<string | undefined> {
  try {
    const file = await open(path, READ_WHAT_IS_NO_LINK);
    try {
      return await file.readFile("utf8");
    } finally {
      await file.close();
    }
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    if (codeOf(error) === "ELOOP") throw new Error(`${path} is a link`, { cause: error });
    throw error;
  }
}

/** Written beside its place first, so that nobody ever reads half of it. */
async function writeWhole(folder: string, name: string, text: string): Promise<void> {
  const draft = join(folder, `${name}.${randomBytes(6).toString("hex")}`);
  const file = await open(draft, "wx", FILE_MODE);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, join(folder, name));
  await syncFolder(folder);
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function usable<T>(
  root: string,
  work: Promise<T>,
  expected: readonly string[] = [],
): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (expected.includes(String(codeOf(error)))) return undefined;
    throw unusable(root, messageOf(error), error);
  }
}

function unusable(root: string, reason: string, cause?: unknown): JeroboamError {
  return new JeroboamError(
    "JRB_CERT_MANAGER_UNAVAILABLE",
    `Certificates cannot be kept in ${root}: ${reason}.`,
    { cause, details: { folder: root, reason } },
  );
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
