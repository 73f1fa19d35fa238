import { z } from "zod";
import { defineCollection } from "../transport/collection.ts";
import { replyObject } from "../wire/reply-object.ts";
import { requestObject } from "../wire/request-object.ts";

const floatingIpSchema = replyObject({
  id: z.string(),
  floating_ip_address: z.string(),
  fixed_ip_address: z.string().nullish(),
  floating_network_id: z.string(),
  port_id: z.string().nullish(),
  router_id: z.string().nullish(),
  project_id: z.string().nullish(),
  status: z.string().nullish(),
  description: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
});
export type FloatingIp = z.output<typeof floatingIpSchema>;

const filterSchema = requestObject({
  floatingIpAddress: z.string().optional(),
  floatingNetworkId: z.string().optional(),
  portId: z.string().optional(),
  projectId: z.string().optional(),
  status: z.string().optional(),
});

const requestSchema = requestObject({
  floatingNetworkId: z.string(),
  portId: z.string().optional(),
  fixedIpAddress: z.string().optional(),
  floatingIpAddress: z.string().optional(),
  subnetId: z.string().optional(),
  description: z.string().optional(),
  projectId: z.string().optional(),
});
/** What makes a floating IP. */
export type FloatingIpRequest = z.input<typeof requestSchema>;

const floatingIps = defineCollection("network", {
  path: "/floatingips",
  singular: "floatingip",
  plural: "floatingips",
  item: floatingIpSchema,
  filter: filterSchema,
  request: requestSchema,
});

/** Yields the floating IPs the identity may see. */
export const listFloatingIps = floatingIps.list;
/** Gets a floating IP by its id; one that is not there is an error of status 404. */
export const getFloatingIp = floatingIps.get;
/** Makes a floating IP. */
export const createFloatingIp = floatingIps.create;
/** Deletes a floating IP by its id; false when there was none. */
export const deleteFloatingIp = floatingIps.delete;
