import type { ChangeOptions } from "@jeroboam/core";
import { ApiError } from "./api-error.ts";
import type { ApiRequest } from "./route.ts";

/** Rows begin with 1. */
const NO_VERSION = 0;

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

/**
 * The same for a request that may be a repeat: core compares, after it knows that the request is the
 * first under its key, because the first one made another version of the row.
 */
export function repeatableChangeOptions({ header }: ApiRequest, row: Versioned): ChangeOptions {
  const known = header("if-match");
  if (known === undefined || known.trim() === "*") return {};
  const versions = tagsOf(known).flatMap((tag) => /^"([1-9]\d{0,14})"$/.exec(tag)?.[1] ?? []);
  const named = versions.map(Number);
  return { ifVersion: named.includes(row.version) ? row.version : (named[0] ?? NO_VERSION) };
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
