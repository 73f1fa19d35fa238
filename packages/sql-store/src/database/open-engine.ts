import type { ConnectionLimits, DatabaseEngine } from "./database-engine.ts";
import type { DatabaseLocation } from "./database-location.ts";
import { openMysqlEngine } from "./mysql-engine.ts";
import { openPostgresqlEngine } from "./postgresql-engine.ts";
import { openSqliteEngine } from "./sqlite-engine.ts";

const DEFAULT_LIMITS: ConnectionLimits = { maxConnections: 10, statementTimeoutMs: 10_000 };

/**
 * A server is not asked before the first statement.
 *
 * @param isAlone - Whether no other process works with a file of SQLite. Default false.
 */
export function openEngine(
  location: DatabaseLocation,
  limits: Partial<ConnectionLimits> = {},
  isAlone = false,
): Promise<DatabaseEngine> {
  if (location.kind === "sqlite") return openSqliteEngine(location.path, isAlone);
  const told = { ...DEFAULT_LIMITS, ...limits };
  return location.kind === "mysql"
    ? openMysqlEngine(location, told)
    : openPostgresqlEngine(location, told);
}
