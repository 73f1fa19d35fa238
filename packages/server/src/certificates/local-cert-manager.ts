import { rm, unlink } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type CertManagerBackend, messageOf } from "@jeroboam/core";
import {
  codeOf,
  isOwnFolder,
  makeOwnFolder,
  readOwnFile,
  syncFolder,
  writeOwnFile,
} from "./own-files.ts";

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const REF = /^local:(.*)$/s;

/**
 * Keeps key pairs in files of this machine: `<folder>/<cluster's uuid>/<uuid>.crt` and `.key`, for their
 * owner alone. A key pair is there once its key is, and a file is there whole or not at all. The folder
 * is made where it is not there.
 *
 * Errors are `retryable` where the machine is short of something for a while.
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
        throw unusable(root, new Error("names of files are made of uuids only"));
      const folder = join(root, clusterUuid);
      for (const each of [root, folder]) await usable(root, makeOwnFolder(each));
      await usable(root, writeOwnFile(folder, `${uuid}.crt`, certificatePem));
      await usable(root, writeOwnFile(folder, `${uuid}.key`, privateKeyPem));
      await usable(root, syncFolder(root));
      return `local:${uuid}`;
    },

    async get(ref, clusterUuid) {
      const uuid = uuidOf(ref);
      const folder = await usable(root, folderOf(clusterUuid));
      if (uuid === undefined || folder === undefined) return undefined;
      const read = (name: string) => usable(root, readOwnFile(join(folder, name)));
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

/** Somebody frees a disk, or another program closes its files. */
const PASSING = ["EAGAIN", "EBUSY", "EDQUOT", "EMFILE", "ENFILE", "ENOSPC", "ESTALE", "ETIMEDOUT"];

async function usable<T>(
  root: string,
  work: Promise<T>,
  expected: readonly string[] = [],
): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    const code = String(codeOf(error));
    if (expected.includes(code)) return undefined;
    throw unusable(root, error, PASSING.includes(code));
  }
}

/** Users are told this alone: paths are in the cause, which is logged. */
function unusable(root: string, cause: unknown, retryable = false): Error {
  const why = new Error(`Certificates cannot be kept in ${root}: ${messageOf(cause)}.`, { cause });
  const error = new Error("its folder cannot be used; the service's log says why", { cause: why });
  return Object.assign(error, { retryable });
}
