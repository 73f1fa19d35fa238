import { InvalidRequestError } from "../errors/caller-errors.ts";

const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

/**
 * The id in the address by which Barbican refers to one of its objects. The address itself is never
 * asked: its host may be one that is not reachable from here, or somebody else's.
 *
 * @throws {@link InvalidRequestError} for what is no such address.
 */
export function idOfReference(kind: "secret" | "container", reference: string): string {
  const found = new RegExp(`^https?://[^/?#]+(?:/[\\w.-]+)*/v1/${kind}s/(${UUID})/?$`).exec(
    reference,
  );
  if (found?.[1] !== undefined) return found[1];
  throw new InvalidRequestError(
    `"${reference.slice(0, 200)}" is not the address of a ${kind} in Barbican`,
  );
}
