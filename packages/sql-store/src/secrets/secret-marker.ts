import { JeroboamError } from "@jeroboam/core";
import type { DatabaseEngine } from "../database/database-engine.ts";
import { readRunner, runTransaction } from "../database/run-transaction.ts";
import { insertOnce } from "../rows/insert.ts";
import { type RowScope, rowScope } from "../rows/row-scope.ts";
import type { SecretBox } from "./secret-box.ts";
import { MARKER_ABOUT } from "./sealed-columns.ts";

const NAME = "first";
const PLAIN = "jeroboam";

/** Whether somebody has sealed this database, so that no other key fits it. */
export async function isMarked(engine: DatabaseEngine): Promise<boolean> {
  return (await findMarker(rowScope(engine, readRunner(engine)))) !== undefined;
}

/**
 * Marks a new database with what seals its secrets. One that is marked must be opened by the same,
 * so that a wrong key is noticed before anything is done with it.
 *
 * @param where - the database, for the error
 * @throws `JRB_SECRET_UNREADABLE`
 */
export async function requireKey(
  engine: DatabaseEngine,
  secretBox: SecretBox,
  where: string,
): Promise<void> {
  const marker =
    (await findMarker(rowScope(engine, readRunner(engine)))) ??
    (await runTransaction(engine, (statements) =>
      mark(rowScope(engine, statements), secretBox.seal(PLAIN, MARKER_ABOUT)),
    ));
  try {
    secretBox.open(marker, MARKER_ABOUT);
  } catch (cause) {
    throw new JeroboamError(
      "JRB_SECRET_UNREADABLE",
      `The database ${where} is sealed with a key that is not in ${secretBox.source}. Copy the key file of a process that works with this database, or bring it back from a backup.`,
      { cause, details: { database: where, source: secretBox.source } },
    );
  }
}

async function findMarker({ db }: RowScope): Promise<string | undefined> {
  const stored = await db
    .selectFrom("secretMarkers")
    .select("sealed")
    .where("name", "=", NAME)
    .executeTakeFirst();
  return stored?.sealed;
}

/** Of several that mark it at once one does, and the others are held to its key. */
async function mark(scope: RowScope, sealed: string): Promise<string> {
  if (await insertOnce(scope, "secretMarkers", { name: NAME, sealed })) return sealed;
  return (await findMarker(scope)) ?? sealed;
}
