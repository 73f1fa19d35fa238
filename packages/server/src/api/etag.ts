import type { ChangeOptions } from "@jeroboam/core";
import { ApiError } from "./api-error.ts";
import type { ApiRequest } from "./route.ts";

interface Versioned {
  readonly version: number;
}

/** The headers that name a row's version; it is another one after every change of the row. */
export function etagOf({ version }: Versioned): { readonly etag: string } {
  return { etag: `"${version}"` };
}

/**
 * What core has to hold a change to, so that it is made to the version that the caller knows.
 *
 * @throws 412 when the caller names other versions by `If-Match`.
 */
export function changeOptions({ header }: ApiRequest, row: Versioned): ChangeOptions {
  const known = header("if-match");
  if (known === undefined || known.trim() === "*") return {};
  if (!tagsOf(known).includes(etagOf(row).etag)) throw versionMismatch();
  return { ifVersion: row.version };
}

/** Refuses, with 412, a condition on something that has no versions. */
export function refuseCondition(ifMatch: string | undefined): void {
  if (ifMatch !== undefined && ifMatch.trim() !== "*") throw versionMismatch();
}

/** Whether the caller has what the answer would hold, by its `If-None-Match`. */
export function isKnown(ifNoneMatch: string | undefined, etag: string | undefined): boolean {
  if (ifNoneMatch === undefined || etag === undefined) return false;
  const tags = tagsOf(ifNoneMatch).map((tag) => tag.replace(/^W\//, ""));
  return ifNoneMatch.trim() === "*" || tags.includes(etag);
}

function tagsOf(header: string): readonly string[] {
  return header.match(/(?:W\/)?"[^"]*"/g) ?? [];
}

function versionMismatch(): ApiError {
  return new ApiError(
    412,
    "The object is not the version that If-Match names. Read it again and repeat the change.",
  );
}
