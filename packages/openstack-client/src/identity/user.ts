import { z } from "zod";
import { defineCollection } from "../transport/collection.ts";
import { pages } from "../transport/pages.ts";
import type { ServiceClient } from "../transport/service-client.ts";
import { replyObject } from "../wire/reply-object.ts";
import { requestObject } from "../wire/request-object.ts";

const userSchema = replyObject({
  id: z.string(),
  name: z.string(),
  domain_id: z.string().nullish(),
  enabled: z.boolean().nullish(),
  email: z.string().nullish(),
  description: z.string().nullish(),
  default_project_id: z.string().nullish(),
});
export type User = z.output<typeof userSchema>;

const filterSchema = requestObject({
  name: z.string().optional(),
  domainId: z.string().optional(),
  enabled: z.boolean().optional(),
});

const requestSchema = requestObject({
  name: z.string(),
  domainId: z.string().optional(),
  password: z.string().optional(),
  defaultProjectId: z.string().optional(),
  email: z.string().optional(),
  description: z.string().optional(),
  enabled: z.boolean().optional(),
});
/** What makes a user. */
export type UserRequest = z.input<typeof requestSchema>;

const users = defineCollection("identity", {
  path: "/users",
  singular: "user",
  plural: "users",
  item: userSchema,
  filter: filterSchema,
  request: requestSchema,
});

/** Yields the users the identity may see. */
export const listUsers = users.list;
/** Yields the users of a domain whose names begin so. */
export function listUsersByPrefix(
  keystone: ServiceClient<"identity">,
  { prefix, domainId }: { readonly prefix: string; readonly domainId: string },
): AsyncGenerator<User, void, undefined> {
  return pages(keystone, {
    path: "/users",
    field: "users",
    item: userSchema,
    query: { domain_id: domainId, name__startswith: prefix },
    markerOf: ({ id }) => id,
  });
}
/** Gets a user by its id; one that is not there is an error of status 404. */
export const getUser = users.get;
/** Finds a user by id or name; several of one name are an {@link AmbiguousNameError}. */
export const findUser = users.find;
/** Makes a user. */
export const createUser = users.create;
/** Deletes a user by its id; false when there was none. */
export const deleteUser = users.delete;
