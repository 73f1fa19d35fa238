import { createHash } from "node:crypto";
import type { RequestIdentity } from "@jeroboam/core";
import { withoutTrailing } from "../without-trailing.ts";
import { badRequest } from "./api-error.ts";

const PRINTABLE = /^[\x20-\x7e]{1,255}$/;

/** What a request is recognised by when it comes again. */
export interface RepeatableRequest {
  readonly method: string;
  /** The path that is routed, with its query. */
  readonly url: string;
  readonly body: unknown;
}

/**
 * How a repeat of a request is recognised; undefined for one that names no key, and for any but POST,
 * because the others may be repeated anyway.
 *
 * @throws 400 for a key that is not 1 to 255 printable ASCII characters.
 */
export function requestIdentity(
  key: string | undefined,
  { method, url, body }: RepeatableRequest,
): RequestIdentity | undefined {
  if (key === undefined || method !== "POST") return undefined;
  if (!PRINTABLE.test(key))
    throw badRequest("Idempotency-Key has to be 1 to 255 printable ASCII characters.");
  const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  const digest = createHash("sha256").update(bytes).digest("hex");
  const mark = url.includes("?") ? url.indexOf("?") : url.length;
  const target = withoutTrailing(url.slice(0, mark), "/") + url.slice(mark);
  return { idempotencyKey: key, fingerprint: `${method} ${target} ${digest}` };
}
