import type { DatabaseEngine } from "./database-engine.ts";
import type { DatabaseLocation } from "./database-location.ts";
import { openMysqlEngine } from "./mysql-engine.ts";
import { openPostgresqlEngine } from "./postgresql-engine.ts";
import { openSqliteEngine } from "./sqlite-engine.ts";

const DEFAULT_MAX_CONNECTIONS = 10;

/** A server is not asked before the first statement. */
export function openEngine(
  location: DatabaseLocation,
  maxConnections = DEFAULT_MAX_CONNECTIONS,
): Promise<DatabaseEngine> {
  if (location.kind === "sqlite") return openSqliteEngine(location.path);
  return location.kind === "mysql"
    ? openMysqlEngine(location, maxConnections)
    : openPostgresqlEngine(location, maxConnections);
}
