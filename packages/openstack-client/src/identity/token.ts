import { isNotFound } from "../errors/http-errors.ts";
import { type TokenDescription, tokenSchema } from "../session/token.ts";
import type { ServiceClient } from "../transport/service-client.ts";

type Identity = ServiceClient<"identity">;

/**
 * Asks Keystone what a token is: whose, for which project, with which roles, until when.
 *
 * @param choice - `catalog` false leaves the catalog out; true where undefined.
 * @returns Undefined when the token is unknown, expired or revoked.
 */
export async function validateToken(
  keystone: Identity,
  subjectToken: string,
  choice: { readonly catalog?: boolean } = {},
): Promise<TokenDescription | undefined> {
  try {
    return await keystone.json(tokenSchema, {
      path: "/auth/tokens",
      query: { nocatalog: choice.catalog === false ? true : undefined },
      headers: { "x-subject-token": subjectToken },
      secrets: [subjectToken],
    });
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/**
 * Makes a token worthless.
 *
 * @returns False when it already was.
 */
export async function revokeToken(keystone: Identity, subjectToken: string): Promise<boolean> {
  try {
    await keystone.send({
      method: "DELETE",
      path: "/auth/tokens",
      headers: { "x-subject-token": subjectToken },
      secrets: [subjectToken],
    });
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}
