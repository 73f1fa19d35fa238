import { z } from "zod";
import { defineCollection } from "../transport/collection.ts";
import { replyObject } from "../wire/reply-object.ts";
import { requestObject } from "../wire/request-object.ts";

const networkSchema = replyObject({
  id: z.string(),
  name: z.string().nullish(),
  status: z.string().nullish(),
  project_id: z.string().nullish(),
  admin_state_up: z.boolean().nullish(),
  shared: z.boolean().nullish(),
  mtu: z.number().nullish(),
  /** Ids. */
  subnets: z.array(z.string()).nullish(),
  description: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
  "router:external": z.boolean().nullish(),
}).transform(({ "router:external": external, ...network }) => ({
  ...network,
  external: external ?? false,
}));
export type Network = z.output<typeof networkSchema>;

const filterSchema = requestObject(
  {
    name: z.string().optional(),
    projectId: z.string().optional(),
    shared: z.boolean().optional(),
    external: z.boolean().optional(),
    status: z.string().optional(),
    tags: z.string().optional(),
  },
  { external: "router:external" },
);

const requestSchema = requestObject(
  {
    name: z.string().optional(),
    description: z.string().optional(),
    adminStateUp: z.boolean().optional(),
    shared: z.boolean().optional(),
    mtu: z.number().int().positive().optional(),
    portSecurityEnabled: z.boolean().optional(),
    external: z.boolean().optional(),
    projectId: z.string().optional(),
  },
  { external: "router:external" },
);
/** What makes a network. */
export type NetworkRequest = z.input<typeof requestSchema>;

const networks = defineCollection("network", {
  path: "/networks",
  singular: "network",
  plural: "networks",
  item: networkSchema,
  filter: filterSchema,
  request: requestSchema,
});

/** Yields the networks the identity may see. */
export const listNetworks = networks.list;
/** Gets a network by its id; one that is not there is an error of status 404. */
export const getNetwork = networks.get;
/** Finds all networks of an id or name; none is an empty list. */
export const matchNetworks = networks.match;
/** Finds a network by id or name; several of one name are an {@link AmbiguousNameError}. */
export const findNetwork = networks.find;
/** Makes a network. */
export const createNetwork = networks.create;
/** Deletes a network by its id; false when there was none. */
export const deleteNetwork = networks.delete;
