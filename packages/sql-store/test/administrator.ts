import { CompiledQuery } from "kysely";
import type { DatabaseKind } from "../src/database/database-engine.ts";
import { openEngine } from "../src/database/open-engine.ts";
import type { DatabaseLocation } from "../src/index.ts";

export type Run = (statement: string) => Promise<{ id?: number; name?: string }[]>;

/** Runs statements as somebody beside the store, on a connection of its own. */
export async function asAdministrator(
  location: DatabaseLocation,
  work: (run: Run, kind: DatabaseKind) => Promise<unknown>,
): Promise<void> {
  const { writer, kind, close } = await openEngine(location, { maxConnections: 1 });
  const connection = await writer.acquireConnection();
  await work(
    async (text) =>
      (await connection.executeQuery<{ id?: number; name?: string }>(CompiledQuery.raw(text))).rows,
    kind,
  );
  await writer.releaseConnection(connection);
  await close();
}
