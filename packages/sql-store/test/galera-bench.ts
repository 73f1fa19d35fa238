import type { DatabaseCluster } from "@jeroboam/test-engines";
import { onTestFinished } from "vitest";
import { type DatabaseLocation, openSqlStore } from "../src/index.ts";
import { secretBox } from "./contract/store-bench.ts";

export type GaleraLocation = Exclude<DatabaseLocation, { kind: "sqlite" }>;

/** Nodes, and ways to a database on each of them. */
export interface GaleraNodes {
  readonly cluster: DatabaseCluster;
  /** The same database again, with tables and without rows. */
  emptyLocations(): Promise<readonly GaleraLocation[]>;
  /** A new database without tables. */
  newLocations(): Promise<readonly GaleraLocation[]>;
}

/** A store that is closed when the test ends. */
export async function openStore(location: DatabaseLocation) {
  const store = await openSqlStore({ location, secretBox, statementTimeoutMs: 10_000 });
  onTestFinished(() => store.close());
  return store;
}

/** Where a test takes a node or a row that is not there. */
export function absent(): never {
  throw new Error("there is no such node or row");
}
