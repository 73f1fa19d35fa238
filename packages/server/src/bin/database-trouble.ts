import { JeroboamError, messageOf } from "@jeroboam/core";
import { type DatabaseLocation, describeDatabase } from "@jeroboam/sql-store";

const CONNECTION = "[database] connection in magnum.conf, or JEROBOAM_DATABASE";
const NOT_THERE = `look whether it runs there, and check ${CONNECTION}`;
const NOT_LET_IN = `check the user, the password and the user's rights; ${CONNECTION} names them`;
const NO_DATABASE = `create it, or name another one: ${CONNECTION}`;
const NO_FOLDER =
  "its folder has to be there, and this user has to be able to write in it; --state-directory or --database names another one";
const NO_SQLITE_FILE = "name another file with --database, or bring this one back from a backup";

/** What the databases' drivers and Node say, and what is to be done about it. */
const ADVICE: ReadonlyMap<string, string> = new Map([
  ...[
    "ECONNREFUSED",
    "ECONNRESET",
    "EAI_AGAIN",
    "EHOSTUNREACH",
    "ENETUNREACH",
    "ENOTFOUND",
    "ETIMEDOUT",
  ].map((code) => [code, NOT_THERE] as const),
  ["28000", NOT_LET_IN],
  ["28P01", NOT_LET_IN],
  ["42501", NOT_LET_IN],
  ["ER_ACCESS_DENIED_ERROR", NOT_LET_IN],
  ["ER_ACCESS_DENIED_NO_PASSWORD_ERROR", NOT_LET_IN],
  ["ER_DBACCESS_DENIED_ERROR", NOT_LET_IN],
  ["ER_TABLEACCESS_DENIED_ERROR", NOT_LET_IN],
  ["3D000", NO_DATABASE],
  ["ER_BAD_DB_ERROR", NO_DATABASE],
  ["EACCES", NO_FOLDER],
  ["EISDIR", NO_FOLDER],
  ["ENOENT", NO_FOLDER],
  ["ENOTDIR", NO_FOLDER],
  ["EROFS", NO_FOLDER],
  ["SQLITE_CANTOPEN", NO_FOLDER],
  ["SQLITE_CORRUPT", NO_SQLITE_FILE],
  ["SQLITE_NOTADB", NO_SQLITE_FILE],
]);
/** Causes of causes of causes. */
const DEEPEST = 5;

/** Does something with a database; what its driver says of a failure comes with the database's name and advice. */
export async function atDatabase<T>(
  location: DatabaseLocation,
  work: () => Promise<T> | T,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw troubleWith(location, error);
  }
}

function troubleWith(location: DatabaseLocation, error: unknown): unknown {
  const where = `the database ${describeDatabase(location)}`;
  const known = withAdvice(error);
  if (known) return new Error(`${where}: ${known.words}; ${known.advice}`, { cause: error });
  // What has no code of a driver is ours, and says all that there is to say.
  const code = codeOf(error);
  if (code === undefined || (error instanceof JeroboamError && code !== "JRB_STORE_UNAVAILABLE"))
    return error;
  return new Error(`${where}: ${messageOf(error)}`, { cause: error });
}

function withAdvice(
  error: unknown,
  depth = 0,
): { readonly words: string; readonly advice: string } | undefined {
  if (!(error instanceof Error) || depth > DEEPEST) return undefined;
  // Of several addresses each has an error of its own, and all together have no text.
  const [first] = error instanceof AggregateError ? error.errors : [];
  const advice = ADVICE.get(codeOf(error) ?? "");
  if (advice !== undefined) return { words: error.message || messageOf(first), advice };
  return withAdvice(first, depth + 1) ?? withAdvice(error.cause, depth + 1);
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : undefined;
}
