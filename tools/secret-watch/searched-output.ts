import childProcess, { type ChildProcess, type SpawnOptions } from "node:child_process";
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { format } from "node:util";

/** Files of databases and logs. */
const SEARCHED = /\.(?:sqlite|db)(?:-wal|-journal)?$|\.log$/;
const BYTES_MAX = 64 * 1024 * 1024;

/** Something that a test wrote, or threw away, and what it was. */
export interface Output {
  readonly from: string;
  readonly bytes: Buffer;
}

export interface WatchedProcess {
  /** Node.js loads it first in programs that tests start. */
  readonly preload: string;
  /** Where they tell what secrets they make. */
  readonly secretsFile: string;
}

/**
 * Has everything seen that is written to stdout and stderr, here and by programs that are started from
 * here, and the files of databases and logs in folders that are removed.
 */
export function watchOutput(saw: (output: Output) => void, watched: WatchedProcess): void {
  for (const name of ["log", "info", "warn", "error", "debug"] as const) {
    const { [name]: print } = console;
    console[name] = (...words: unknown[]) => {
      saw({ from: `console.${name}`, bytes: Buffer.from(format(...words)) });
      print.apply(console, words);
    };
  }
  for (const name of ["stdout", "stderr"] as const) {
    const { write } = process[name];
    process[name].write = function (this: NodeJS.WriteStream, ...given: Parameters<typeof write>) {
      saw({ from: name, bytes: bytesOf(given[0]) });
      return write.apply(this, given);
    } as typeof write;
  }

  const { spawn } = childProcess;
  const spawning = (
    command: string,
    given: readonly string[] | SpawnOptions = [],
    last: SpawnOptions = {},
  ) => {
    const [words, options] = isWords(given) ? [given, last] : [[], given];
    const env = { ...(options.env ?? process.env), JEROBOAM_SECRET_WATCH: watched.secretsFile };
    const child =
      command === process.execPath
        ? spawn(command, [`--import=${watched.preload}`, ...words], { ...options, env })
        : spawn(command, words, options);
    watchChild(child, command, saw);
    return child;
  };
  childProcess.spawn = spawning as typeof spawn;

  const { rmSync } = fs;
  const { rm } = fs.promises;
  fs.rmSync = (path, options) => {
    searchFolder(String(path), saw);
    rmSync(path, options);
  };
  fs.promises.rm = async (path, options) => {
    searchFolder(String(path), saw);
    await rm(path, options);
  };
  syncBuiltinESMExports();
}

function isWords(given: readonly string[] | SpawnOptions): given is readonly string[] {
  return Array.isArray(given);
}

/** What it says is seen on its way to whoever reads it. */
function watchChild(child: ChildProcess, command: string, saw: (output: Output) => void): void {
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    const { push } = stream;
    stream.push = function (chunk: unknown, encoding) {
      if (chunk !== null) saw({ from: command, bytes: bytesOf(chunk) });
      return push.call(this, chunk, encoding);
    };
  }
}

function searchFolder(path: string, saw: (output: Output) => void): void {
  if (!fs.statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  for (const entry of fs.readdirSync(path, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !SEARCHED.test(entry.name)) continue;
    if (fs.statSync(file).size <= BYTES_MAX) saw({ from: file, bytes: fs.readFileSync(file) });
  }
}

function bytesOf(chunk: unknown): Buffer {
  return typeof chunk === "string" ? Buffer.from(chunk) : Buffer.from(chunk as Uint8Array);
}
