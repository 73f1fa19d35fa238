import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type DatabaseCluster,
  type Engine,
  isMissing,
  type Missing,
  startGalera,
  startMariaDb,
  startPostgreSql,
} from "@jeroboam/test-engines";
import type { DatabaseKind } from "./options.ts";

/** Where all processes of a run keep everything. */
export interface RunDatabase {
  /** As `JEROBOAM_DATABASE` takes it; of several nodes each process has the next one's. */
  readonly urls: readonly [string, ...string[]];
  /** For the key file, and SQLite's own. */
  readonly folder: string;
  /** The servers behind it; none for SQLite. */
  readonly engines: readonly Engine[];
  close(): Promise<void>;
}

/** Starts servers for this run alone, or answers why there are none. */
export async function startDatabase(kind: DatabaseKind): Promise<RunDatabase | Missing> {
  const servers = await startServers(kind);
  if (servers && isMissing(servers)) return servers;
  const folder = await mkdtemp(join(tmpdir(), "jeroboam-kill-"));
  const [url = `sqlite:///${join(folder, "store.sqlite")}`, ...others] =
    (await servers?.createDatabase("magnum")) ?? [];
  return {
    folder,
    engines: servers?.nodes ?? [],
    urls: [url, ...others],
    async close() {
      await servers?.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

type Servers = Pick<DatabaseCluster, "nodes" | "createDatabase" | "stop">;

async function startServers(kind: DatabaseKind): Promise<Servers | Missing | undefined> {
  if (kind === "sqlite") return undefined;
  if (kind === "galera") return startGalera();
  // A killed server must not lose what it confirmed; this process lives on, so no disk has to.
  const engine = await (kind === "mariadb" ? startMariaDb() : startPostgreSql());
  if (isMissing(engine)) return engine;
  return {
    nodes: [engine],
    createDatabase: async (name) => [await engine.createDatabase(name)],
    stop: () => engine.stop(),
  };
}
