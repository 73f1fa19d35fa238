import { JeroboamError } from "../errors/jeroboam-error.ts";
import type { ChangeOptions } from "./change-requests.ts";

/** Refuses a change that was made for another version of the row. */
export function requireVersion(
  row: { readonly uuid: string; readonly version: number },
  { ifVersion }: ChangeOptions = {},
): void {
  if (ifVersion === undefined || ifVersion === row.version) return;
  throw new JeroboamError(
    "JRB_VERSION_MISMATCH",
    `${row.uuid} is at version ${row.version}, not ${ifVersion}; read it again.`,
    { details: { uuid: row.uuid, version: row.version, ifVersion } },
  );
}
