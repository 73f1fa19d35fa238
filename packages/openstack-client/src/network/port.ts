import { z } from "zod";
import { defineCollection } from "../transport/collection.ts";
import { replyObject } from "../wire/reply-object.ts";
import { requestObject } from "../wire/request-object.ts";

const fixedIpSchema = replyObject({ subnet_id: z.string(), ip_address: z.string() });

const portSchema = replyObject({
  id: z.string(),
  name: z.string().nullish(),
  network_id: z.string(),
  project_id: z.string().nullish(),
  status: z.string().nullish(),
  admin_state_up: z.boolean().nullish(),
  mac_address: z.string().nullish(),
  fixed_ips: z.array(fixedIpSchema).nullish(),
  device_id: z.string().nullish(),
  device_owner: z.string().nullish(),
  /** Ids. */
  security_groups: z.array(z.string()).nullish(),
  allowed_address_pairs: z.array(replyObject({ ip_address: z.string() })).nullish(),
  tags: z.array(z.string()).nullish(),
});
export type Port = z.output<typeof portSchema>;

const filterSchema = requestObject({
  name: z.string().optional(),
  networkId: z.string().optional(),
  projectId: z.string().optional(),
  deviceId: z.string().optional(),
  deviceOwner: z.string().optional(),
  status: z.string().optional(),
});

const requestSchema = requestObject({
  networkId: z.string(),
  name: z.string().optional(),
  description: z.string().optional(),
  adminStateUp: z.boolean().optional(),
  fixedIps: z
    .array(requestObject({ subnetId: z.string().optional(), ipAddress: z.string().optional() }))
    .optional(),
  deviceId: z.string().optional(),
  deviceOwner: z.string().optional(),
  securityGroups: z.array(z.string()).optional(),
  allowedAddressPairs: z.array(requestObject({ ipAddress: z.string() })).optional(),
  portSecurityEnabled: z.boolean().optional(),
  projectId: z.string().optional(),
});
/** What makes a port. */
export type PortRequest = z.input<typeof requestSchema>;

const ports = defineCollection("network", {
  path: "/ports",
  singular: "port",
  plural: "ports",
  item: portSchema,
  filter: filterSchema,
  request: requestSchema,
});

/** Yields the ports the identity may see. */
export const listPorts = ports.list;
/** Gets a port by its id; one that is not there is an error of status 404. */
export const getPort = ports.get;
/** Finds a port by id or name; several of one name are an {@link AmbiguousNameError}. */
export const findPort = ports.find;
/** Makes a port. */
export const createPort = ports.create;
/** Deletes a port by its id; false when there was none. */
export const deletePort = ports.delete;
