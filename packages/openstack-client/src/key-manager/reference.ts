import { InvalidRequestError } from "../errors/caller-errors.ts";

const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

type Kind = "secret" | "container";

/**
 * The id in the address by which Barbican refers to one of its objects. The address itself is never
 * asked: its host may be one that is not reachable from here, or somebody else's.
 *
 * @throws {@link InvalidRequestError} for what is no such address.
 */
export function idOfReference(kind: Kind, reference: string): string {
  const id = idIn(kind, reference);
  if (id !== undefined) return id;
  throw new InvalidRequestError(
    `"${reference.slice(0, 200)}" is not the address of a ${kind} in Barbican`,
  );
}

/** Whether it is such an address. */
export function isReference(kind: Kind, reference: string): boolean {
  return idIn(kind, reference) !== undefined;
}

function idIn(kind: Kind, reference: string): string | undefined {
  const shape = new RegExp(`^https?://[^/?#]+(?:/[\\w-][\\w.-]*)*/v1/${kind}s/(${UUID})/?$`);
  return shape.exec(reference)?.[1];
}
