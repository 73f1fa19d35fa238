import { randomBytes } from "node:crypto";
import { readFileSync, type Stats, statSync } from "node:fs";
import { link, open, readFile, stat, unlink } from "node:fs/promises";
import { dirname } from "node:path";
import { JeroboamError } from "@jeroboam/core";
import { SECRET_KEY_BYTES } from "./secret-box.ts";

/**
 * Reads keys from a file: base64, one a line, `#` begins a comment. Where there is no file and `create`
 * is true (the default), it is made with one random key; of several processes that do so at once, one
 * makes it.
 *
 * @throws `JRB_SECRET_UNREADABLE` when others than its owner may read the file, a line is no key, or
 *   there is no file and none is made
 */
export async function loadSecretKeys(
  path: string,
  { create = true }: { readonly create?: boolean } = {},
): Promise<readonly Buffer[]> {
  const text = (await read(path)) ?? (create ? await made(path) : missing(path));
  return keysOfFile(path, text);
}

/**
 * Reads the keys of a file that was there, at once: whoever opens a secret does not wait.
 *
 * @throws as `loadSecretKeys` does, and where there is no file any more
 */
export function readSecretKeysAgain(path: string): readonly Buffer[] {
  checkFile(path, statSync(path));
  return keysOfFile(path, readFileSync(path, "utf8"));
}

/**
 * Reads keys out of a text, as the environment gives it: base64, with commas or spaces between.
 *
 * @throws `JRB_SECRET_UNREADABLE` when there is none, or one has another length.
 */
export function parseSecretKeys(text: string, source: string): readonly Buffer[] {
  const keys = keysOf(text.split(/[\s,]+/));
  if (keys) return keys;
  throw new JeroboamError(
    "JRB_SECRET_UNREADABLE",
    `The keys in ${source} cannot be used: each must be ${SECRET_KEY_BYTES} bytes in base64.`,
    { details: { source } },
  );
}

function keysOfFile(path: string, text: string): readonly Buffer[] {
  const lines = text.split("\n").map((line) => line.trim());
  const keys = keysOf(lines.filter((line) => !line.startsWith("#")));
  if (keys) return keys;
  throw refused(path, `each line must hold a key of ${SECRET_KEY_BYTES} bytes in base64`);
}

function keysOf(words: readonly string[]): readonly Buffer[] | undefined {
  const keys = words.filter((word) => word !== "").map((word) => Buffer.from(word, "base64"));
  const areKeys = keys.length > 0 && keys.every((key) => key.length === SECRET_KEY_BYTES);
  return areKeys ? keys : undefined;
}

async function read(path: string): Promise<string | undefined> {
  try {
    checkFile(path, await stat(path));
    return await readFile(path, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

function checkFile(path: string, found: Stats): void {
  if (!found.isFile()) throw refused(path, "it is no file");
  if (found.mode & 0o077) throw refused(path, "others can read it; run chmod 600 on it");
}

/** Written whole beside it first, so that nobody ever reads half a key; `link` does not replace. */
async function made(path: string): Promise<string> {
  const text = `${randomBytes(SECRET_KEY_BYTES).toString("base64")}\n`;
  const draft = `${path}.${randomBytes(6).toString("hex")}`;
  const file = await open(draft, "wx", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
    await file.close();
    await link(draft, path);
    await syncFolder(dirname(path));
    return text;
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
    return (await read(path)) ?? text;
  } finally {
    await unlink(draft);
  }
}

/** The name must outlive a loss of power too: what is sealed is lost with the key. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

function missing(path: string): never {
  throw refused(
    path,
    "it is not there, and the database is sealed with its key; copy it from a machine that works with this database, or bring it back from a backup",
  );
}

function refused(path: string, reason: string): JeroboamError {
  return new JeroboamError(
    "JRB_SECRET_UNREADABLE",
    `The key file ${path} cannot be used: ${reason}.`,
    {
      details: { path, reason },
    },
  );
}
