import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Engine,
  isMissing,
  type Missing,
  startMariaDb,
  startPostgreSql,
} from "@jeroboam/test-engines";
import type { DatabaseKind } from "./options.ts";

/** Where all processes of a run keep everything. */
export interface RunDatabase {
  /** As `JEROBOAM_DATABASE` takes it. */
  readonly url: string;
  /** For the key file, and SQLite's own. */
  readonly folder: string;
  /** The server behind it; undefined for SQLite. */
  readonly engine: Engine | undefined;
  close(): Promise<void>;
}

/** Starts a server for this run alone, or answers why there is none. */
export async function startDatabase(kind: DatabaseKind): Promise<RunDatabase | Missing> {
  const engine = await startEngine(kind);
  if (engine && isMissing(engine)) return engine;
  const folder = await mkdtemp(join(tmpdir(), "jeroboam-kill-"));
  return {
    folder,
    engine,
    url: engine
      ? await engine.createDatabase("magnum")
      : `sqlite:///${join(folder, "store.sqlite")}`,
    async close() {
      await engine?.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function startEngine(kind: DatabaseKind) {
  // A killed server must not lose what it confirmed; this process lives on, so no disk has to.
  if (kind === "mariadb") return startMariaDb();
  if (kind === "postgresql") return startPostgreSql();
  return undefined;
}
