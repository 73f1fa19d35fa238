import { JeroboamError } from "@jeroboam/core";

/** Somebody else was quicker, or the key is there already; the memory store says the same. */
export function conflict(kind: string, key: string): JeroboamError {
  return new JeroboamError(
    "JRB_STORE_CONFLICT",
    `The ${kind} ${key} was changed by somebody else; read it again.`,
    { details: { kind, uuid: key }, retryable: true },
  );
}
