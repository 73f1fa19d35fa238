import { z } from "zod";
import { undefinedIfAbsent } from "../transport/absence.ts";
import { defineCollection } from "../transport/collection.ts";
import { isPathSegment } from "../transport/query.ts";
import type { ServiceClient } from "../transport/service-client.ts";
import { replyObject } from "../wire/reply-object.ts";
import { requestObject } from "../wire/request-object.ts";

const projectSchema = replyObject({
  id: z.string(),
  name: z.string(),
  domain_id: z.string().nullish(),
  parent_id: z.string().nullish(),
  enabled: z.boolean().nullish(),
  description: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
});
export type Project = z.output<typeof projectSchema>;

const filterSchema = requestObject({
  name: z.string().optional(),
  domainId: z.string().optional(),
  parentId: z.string().optional(),
  enabled: z.boolean().optional(),
});

const requestSchema = requestObject({
  name: z.string(),
  domainId: z.string().optional(),
  parentId: z.string().optional(),
  description: z.string().optional(),
  enabled: z.boolean().optional(),
});
/** What makes a project. */
export type ProjectRequest = z.input<typeof requestSchema>;

const projects = defineCollection("identity", {
  path: "/projects",
  singular: "project",
  plural: "projects",
  item: projectSchema,
  filter: filterSchema,
  request: requestSchema,
});

/** Yields the projects the identity may see. */
export const listProjects = projects.list;
/** Gets a project by its id; one that is not there is an error of status 404. */
export const getProject = projects.get;
/** Finds a project by id or name; several of one name are an {@link AmbiguousNameError}. */
export const findProject = projects.find;
/** Whether Keystone knows a project of that id; a name does not count. */
export async function projectIsThere(
  keystone: ServiceClient<"identity">,
  id: string,
): Promise<boolean> {
  if (!isPathSegment(id)) return false;
  return (await undefinedIfAbsent(getProject(keystone, id))) !== undefined;
}
/** Makes a project. */
export const createProject = projects.create;
/** Deletes a project by its id; false when there was none. */
export const deleteProject = projects.delete;
