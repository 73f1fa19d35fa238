import { codeOf } from "./database-engine.ts";

const READ_ONLY =
  "It takes no writes: name the server that does in the database's url, or end its read-only mode.";
const DISK_FULL = "Its disk is full: give it room.";
const DISK_FAULT = "Its disk does not work: look into the log of the system.";
const NOT_PRIMARY =
  "This node of a Galera cluster is not with the majority: use another one, or bring it back first.";

/** What an operator does about an error that says itself only that something does not work. */
const ADVICE: ReadonlyMap<string, string> = new Map([
  ["25006", READ_ONLY],
  ["ER_OPTION_PREVENTS_STATEMENT", READ_ONLY],
  ["ER_READ_ONLY_MODE", READ_ONLY],
  ["SQLITE_READONLY", READ_ONLY],
  ["53100", DISK_FULL],
  ["ER_DISK_FULL", DISK_FULL],
  ["ER_RECORD_FILE_FULL", DISK_FULL],
  ["SQLITE_FULL", DISK_FULL],
  ["SQLITE_IOERR", DISK_FAULT],
  ["ER_UNKNOWN_COM_ERROR", NOT_PRIMARY],
]);

/** The sentence for an error of a database's driver; undefined where there is nothing to say. */
export function adviceFor(error: unknown): string | undefined {
  return ADVICE.get(plainCode(error));
}

/** Whether the database stands and takes nothing, which another attempt would not change. */
export function isRefusal(error: unknown): boolean {
  const advice = adviceFor(error);
  return advice === READ_ONLY || advice === DISK_FULL;
}

/** SQLite's extended codes go on behind the plain one. */
function plainCode(error: unknown): string {
  const code = codeOf(error) ?? "";
  return /^SQLITE_[A-Z]+/.exec(code)?.[0] ?? code;
}
