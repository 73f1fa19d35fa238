import { z } from "zod";
import { deleted } from "../transport/absence.ts";
import { defineCollection } from "../transport/collection.ts";
import { path } from "../transport/query.ts";
import type { ServiceClient } from "../transport/service-client.ts";
import { replyObject } from "../wire/reply-object.ts";
import { requestObject } from "../wire/request-object.ts";

type Identity = ServiceClient<"identity">;

const roleSchema = replyObject({
  id: z.string(),
  name: z.string(),
  domain_id: z.string().nullish(),
  description: z.string().nullish(),
});
export type Role = z.output<typeof roleSchema>;

const roles = defineCollection("identity", {
  path: "/roles",
  singular: "role",
  plural: "roles",
  item: roleSchema,
  filter: requestObject({ name: z.string().optional(), domainId: z.string().optional() }),
  request: requestObject({ name: z.string(), domainId: z.string().optional() }),
});

/** Yields the roles there are. */
export const listRoles = roles.list;
/** Finds a role by id or name. */
export const findRole = roles.find;

/** Who gets which role where: on a project or on a domain. */
export type RoleAssignment = { readonly userId: string; readonly roleId: string } & (
  | { readonly projectId: string }
  | { readonly domainId: string }
);

/** Gives a user a role; once more does no harm. */
export async function assignRole(keystone: Identity, assignment: RoleAssignment): Promise<void> {
  await keystone.send({ method: "PUT", path: assignmentPath(assignment), repeatable: true });
}

/**
 * Takes it away.
 *
 * @returns False when the user had it not.
 */
export async function unassignRole(
  keystone: Identity,
  assignment: RoleAssignment,
): Promise<boolean> {
  return deleted(keystone.send({ method: "DELETE", path: assignmentPath(assignment) }));
}

function assignmentPath(assignment: RoleAssignment): string {
  const rest = path`/users/${assignment.userId}/roles/${assignment.roleId}`;
  return "projectId" in assignment
    ? `${path`/projects/${assignment.projectId}`}${rest}`
    : `${path`/domains/${assignment.domainId}`}${rest}`;
}
