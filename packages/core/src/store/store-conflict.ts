import { JeroboamError } from "../errors/jeroboam-error.ts";

/** Somebody else was quicker, or the key is there already. */
export function storeConflict(kind: string, key: string): JeroboamError {
  return new JeroboamError(
    "JRB_STORE_CONFLICT",
    `The ${kind} ${key} was changed by somebody else; read it again.`,
    { details: { kind, uuid: key }, retryable: true },
  );
}

export function isStoreConflict(error: unknown): boolean {
  return JeroboamError.isInstance(error) && error.code === "JRB_STORE_CONFLICT";
}
