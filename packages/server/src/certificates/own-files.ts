import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { lstat, open, rename } from "node:fs/promises";
import { join } from "node:path";
import { makeDirectory } from "../make-directory.ts";

const FILE_MODE = 0o600;
const READ_WHAT_IS_NO_LINK = constants.O_RDONLY | constants.O_NOFOLLOW;

/** Makes a folder for its owner alone; takes one that is there if it is like that. */
export async function makeOwnFolder(path: string): Promise<void> {
  makeDirectory(path);
  await isOwnFolder(path);
}

/** Whether it is there; one that is a link, or that others may look into, is refused. */
export async function isOwnFolder(path: string): Promise<boolean> {
  const found = await lstat(path).catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  });
  if (!found) return false;
  if (!found.isDirectory()) throw new Error(`${path} is no folder`);
  if (found.mode & 0o077) throw new Error(`others can look into ${path}; run chmod 700 on it`);
  return true;
}

/** What is in a file that is no link; undefined where there is no such file. */
export async function readOwnFile(path: string): Promise<string | undefined> {
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

/** Writes a file for its owner alone: beside its place first, so that nobody ever reads half of it. */
export async function writeOwnFile(folder: string, name: string, text: string): Promise<void> {
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

/** Names in the folder outlive a power failure from now on. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** What the system calls an error, such as `ENOENT`. */
export function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
