import type { ClusterDriver } from "@jeroboam/core";
import { textTable } from "./text-table.ts";

/** What each driver makes, one line for each kind of cluster. */
export function listDrivers(drivers: readonly ClusterDriver<never>[], json: boolean): string {
  const rows = drivers.flatMap(({ name, provides }) =>
    provides.map(({ serverType, os, coe }) => ({ name, server_type: serverType, os, coe })),
  );
  if (json) return `${JSON.stringify(rows, null, 2)}\n`;
  return textTable(
    ["name", "server_type", "os", "coe"],
    rows.map((row) => [row.name, row.server_type, row.os, row.coe]),
  );
}
