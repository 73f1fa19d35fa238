import { z } from "zod";
import { defineCollection } from "../transport/collection.ts";
import { replyObject } from "../wire/reply-object.ts";
import { requestObject } from "../wire/request-object.ts";

const domainSchema = replyObject({
  id: z.string(),
  name: z.string(),
  enabled: z.boolean().nullish(),
  description: z.string().nullish(),
});
export type Domain = z.output<typeof domainSchema>;

const filterSchema = requestObject({
  name: z.string().optional(),
  enabled: z.boolean().optional(),
});

const requestSchema = requestObject({
  name: z.string(),
  description: z.string().optional(),
  enabled: z.boolean().optional(),
});
/** What makes a domain. */
export type DomainRequest = z.input<typeof requestSchema>;

const domains = defineCollection("identity", {
  path: "/domains",
  singular: "domain",
  plural: "domains",
  item: domainSchema,
  filter: filterSchema,
  request: requestSchema,
});

/** Yields the domains the identity may see. */
export const listDomains = domains.list;
/** Gets a domain by its id; one that is not there is an error of status 404. */
export const getDomain = domains.get;
/** Finds a domain by id or name; several of one name are an {@link AmbiguousNameError}. */
export const findDomain = domains.find;
/** Makes a domain. */
export const createDomain = domains.create;
/** Deletes a domain by its id; false when there was none. */
export const deleteDomain = domains.delete;
