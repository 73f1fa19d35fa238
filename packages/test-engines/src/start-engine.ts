import { chownSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { type Command, startServer, UNPRIVILEGED } from "./command.ts";
import type { Engine } from "./engine.ts";
import { freePort } from "./free-port.ts";
import { killTree, untilGone } from "./process-tree.ts";

/** Where an engine lives. */
export interface Place {
  readonly folder: string;
  readonly port: number;
}

/** What is particular to one kind of engine. */
export interface Recipe {
  readonly name: string;
  readonly setpriv: string;
  readonly url: (place: Place) => string;
  /** Once, before the first start. */
  readonly prepare: (place: Place) => Promise<unknown>;
  /** Asked before each start. */
  readonly server: (place: Place) => Command | Promise<Command>;
  /** What the server needs beside it; it stays when the server is killed. */
  readonly companion?: (place: Place) => Command;
  /** Rejects, or says false, until it can be used. */
  readonly isReady: (place: Place) => Promise<boolean>;
  /** Frees what outlives the processes outside the folder. */
  readonly release?: (place: Place) => Promise<unknown>;
}

const LOOK_EVERY_MS = 25;
const DEADLINE_MS = 90_000;
const HOST = "127.0.0.1";

/** What is still there when this process ends. */
const leftovers = new Set<() => void>();
process.on("exit", () => {
  for (const remove of leftovers) remove();
});

/** Makes a folder and finds a port, and starts an engine there; answers when it can be used. */
export async function startEngine(recipe: Recipe): Promise<Engine> {
  const folder = mkdtempSync(join(tmpdir(), `jeroboam-${recipe.name}-`));
  const { uid, gid } = UNPRIVILEGED;
  if (uid !== undefined) chownSync(folder, uid, gid);
  const place: Place = { folder, port: await freePort() };
  const launch = (command: Command) => startServer(recipe.setpriv, command, folder);
  let server: ServerProcess | undefined;
  let companion: ServerProcess | undefined;

  const kill = async () => {
    const ended = end(server);
    server = undefined;
    await untilGone(ended);
  };
  const remove = () => {
    end(server);
    end(companion);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const start = async () => {
    if (server) return;
    companion ??= recipe.companion && launch(recipe.companion(place));
    server = launch(await recipe.server(place));
    await untilReady(recipe, place, server);
  };
  const stop = async () => {
    await kill();
    await untilGone(end(companion));
    companion = undefined;
    await recipe.release?.(place);
    remove();
    leftovers.delete(remove);
  };

  leftovers.add(remove);
  try {
    await recipe.prepare(place);
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  return { ...place, host: HOST, url: recipe.url(place), kill, start, stop };
}

type ServerProcess = ReturnType<typeof startServer>;

function end(server: ServerProcess | undefined): readonly number[] {
  // The id of one that has ended may be another engine's by now.
  return server?.pid === undefined || hasEnded(server) ? [] : killTree(server.pid);
}

function hasEnded({ exitCode, signalCode }: ServerProcess): boolean {
  return (exitCode ?? signalCode) !== null;
}

async function untilReady(
  { name, isReady }: Recipe,
  place: Place,
  server: ServerProcess,
): Promise<void> {
  const deadline = Date.now() + DEADLINE_MS;
  while (!(await isReady(place).catch(() => false))) {
    const ended = hasEnded(server);
    if (ended || Date.now() > deadline) {
      const log = readFileSync(join(place.folder, "log"), "utf8").slice(-2000);
      throw new Error(`${name} ${ended ? "ended" : "does not answer"}: ${log}`);
    }
    await setTimeout(LOOK_EVERY_MS);
  }
}
