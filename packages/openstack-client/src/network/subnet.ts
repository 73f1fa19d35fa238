import { z } from "zod";
import { defineCollection } from "../transport/collection.ts";
import { replyObject } from "../wire/reply-object.ts";
import { requestObject } from "../wire/request-object.ts";

const subnetSchema = replyObject({
  id: z.string(),
  name: z.string().nullish(),
  network_id: z.string(),
  project_id: z.string().nullish(),
  cidr: z.string(),
  ip_version: z.number(),
  gateway_ip: z.string().nullish(),
  enable_dhcp: z.boolean().nullish(),
  dns_nameservers: z.array(z.string()).nullish(),
  allocation_pools: z.array(z.looseObject({ start: z.string(), end: z.string() })).nullish(),
  description: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
});
export type Subnet = z.output<typeof subnetSchema>;

const filterSchema = requestObject({
  name: z.string().optional(),
  networkId: z.string().optional(),
  projectId: z.string().optional(),
  cidr: z.string().optional(),
  ipVersion: z.union([z.literal(4), z.literal(6)]).optional(),
});

const requestSchema = requestObject({
  networkId: z.string(),
  cidr: z.string(),
  ipVersion: z.union([z.literal(4), z.literal(6)]).default(4),
  name: z.string().optional(),
  description: z.string().optional(),
  /** Null for a subnet without a gateway; Neutron's choice where undefined. */
  gatewayIp: z.string().nullable().optional(),
  enableDhcp: z.boolean().optional(),
  dnsNameservers: z.array(z.string()).optional(),
  allocationPools: z.array(z.strictObject({ start: z.string(), end: z.string() })).optional(),
  projectId: z.string().optional(),
});
/** What makes a subnet. */
export type SubnetRequest = z.input<typeof requestSchema>;

const subnets = defineCollection("network", {
  path: "/subnets",
  singular: "subnet",
  plural: "subnets",
  item: subnetSchema,
  filter: filterSchema,
  request: requestSchema,
});

/** Yields the subnets the identity may see. */
export const listSubnets = subnets.list;
/** Gets a subnet by its id; one that is not there is an error of status 404. */
export const getSubnet = subnets.get;
/** Finds all subnets of an id or name; none is an empty list. */
export const matchSubnets = subnets.match;
/** Finds a subnet by id or name; several of one name are an {@link AmbiguousNameError}. */
export const findSubnet = subnets.find;
/** Makes a subnet. */
export const createSubnet = subnets.create;
/** Deletes a subnet by its id; false when there was none. */
export const deleteSubnet = subnets.delete;
