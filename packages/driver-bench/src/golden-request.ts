import { existsSync, readFileSync, writeFileSync } from "node:fs";

/** A request as it is and as it was kept, readable: texts of many lines are lists of lines. */
export interface GoldenRequest {
  readonly is: unknown;
  /** Undefined where no file was kept. */
  readonly kept: unknown;
}

/**
 * A whole request and the file of it in a folder, to be compared. With `JEROBOAM_GOLDEN=update` the
 * file is written anew, to be reviewed as a difference.
 */
export function goldenRequest(folder: URL, name: string, request: unknown): GoldenRequest {
  const file = new URL(`${name}.json`, folder);
  const is: unknown = JSON.parse(
    JSON.stringify(request, (_, value: unknown) =>
      typeof value === "string" && value.includes("\n") ? value.split("\n") : value,
    ),
  );
  if (process.env["JEROBOAM_GOLDEN"] === "update")
    writeFileSync(file, `${JSON.stringify(is, null, 2)}\n`);
  return { is, kept: existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined };
}
