import { OpenStackError } from "../errors/openstack-error.ts";
import type { Token } from "../session/token.ts";

/**
 * The roles that a cluster gets: all of the requester's, or those that the operator names.
 *
 * @throws where the requester has not all of these.
 */
export function delegatedRoles({ roles }: Token, wanted: readonly string[]): Token["roles"] {
  const missing = wanted.filter((name) => !roles.some((role) => role.name === name));
  if (missing.length > 0)
    throw new OpenStackError(
      "OPENSTACK_ROLE_MISSING",
      `Clusters are given the roles ${wanted.join(", ")} of whoever makes them, and the requester has not ${missing.join(", ")} in this project; an administrator can give it.`,
    );
  return wanted.length === 0 ? roles : roles.filter(({ name }) => wanted.includes(name ?? ""));
}
