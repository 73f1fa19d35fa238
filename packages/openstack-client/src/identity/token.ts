import { type TokenDescription, tokenSchema } from "../session/token.ts";
import { deleted, undefinedIfAbsent } from "../transport/absence.ts";
import type { ServiceClient } from "../transport/service-client.ts";

type Identity = ServiceClient<"identity">;

/**
 * Asks Keystone what a token is: whose, for which project, with which roles, until when. Who asks
 * has to see to it that a token with access rules serves for nothing else.
 *
 * @param choice - `catalog` false leaves the catalog out; true where undefined.
 * @returns Undefined when the token is unknown, expired or revoked.
 */
export function validateToken(
  keystone: Identity,
  subjectToken: string,
  choice: { readonly catalog?: boolean } = {},
): Promise<TokenDescription | undefined> {
  return undefinedIfAbsent(
    keystone.json(tokenSchema, {
      path: "/auth/tokens",
      query: { nocatalog: choice.catalog === false ? true : undefined },
      // Without it Keystone says of a token with access rules that there is none.
      headers: { "x-subject-token": subjectToken, "openstack-identity-access-rules": "1.0" },
      secrets: [subjectToken],
    }),
  );
}

/**
 * Makes a token worthless.
 *
 * @returns False when it already was.
 */
export async function revokeToken(keystone: Identity, subjectToken: string): Promise<boolean> {
  return deleted(
    keystone.send({
      method: "DELETE",
      path: "/auth/tokens",
      headers: { "x-subject-token": subjectToken },
      secrets: [subjectToken],
    }),
  );
}
