import { AmbiguousNameError } from "../errors/caller-errors.ts";
import { isNotFound } from "../errors/http-errors.ts";

/** Turns a service's 404 into undefined. */
export async function undefinedIfAbsent<Value>(reply: Promise<Value>): Promise<Value | undefined> {
  try {
    return await reply;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** True when the deletion was accepted, false when there was nothing to delete. */
export async function deleted(reply: Promise<unknown>): Promise<boolean> {
  try {
    await reply;
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}

/**
 * Takes the one match there is.
 *
 * @throws {@link AmbiguousNameError} when there are several.
 */
export function onlyMatch<Item extends { readonly id: string }>(
  matches: readonly Item[],
  about: { readonly service: string; readonly resource: string; readonly name: string },
): Item | undefined {
  if (matches.length > 1) {
    const ids = matches.map(({ id }) => id);
    throw new AmbiguousNameError(about.service, about.resource, about.name, ids);
  }
  return matches[0];
}
