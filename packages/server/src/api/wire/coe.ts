import { type AnyDriver, COES } from "@jeroboam/core";
import { invalidInput } from "../api-error.ts";

/** Refuses an engine that neither the wire format names nor a driver of this server provides. */
export function requireKnownCoe(coe: string | undefined, drivers: readonly AnyDriver[]): void {
  const known = new Set<string>([
    ...COES,
    ...drivers.flatMap(({ provides }) => provides.map((type) => type.coe)),
  ]);
  if (coe === undefined || known.has(coe)) return;
  throw invalidInput("coe", coe, `Value should be one of: ${[...known].toSorted().join(", ")}`);
}
