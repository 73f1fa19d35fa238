import { z } from "zod";
import { deleted } from "../transport/absence.ts";
import { path } from "../transport/query.ts";
import { defineCollection } from "../transport/collection.ts";
import type { ServiceClient } from "../transport/service-client.ts";
import { replyObject } from "../wire/reply-object.ts";
import { requestObject, toWire } from "../wire/request-object.ts";

const gatewaySchema = replyObject({
  network_id: z.string(),
  enable_snat: z.boolean().nullish(),
  external_fixed_ips: z
    .array(replyObject({ subnet_id: z.string(), ip_address: z.string() }))
    .nullish(),
});

const routerSchema = replyObject({
  id: z.string(),
  name: z.string().nullish(),
  status: z.string().nullish(),
  project_id: z.string().nullish(),
  admin_state_up: z.boolean().nullish(),
  external_gateway_info: gatewaySchema.nullish(),
  tags: z.array(z.string()).nullish(),
});
export type Router = z.output<typeof routerSchema>;

const filterSchema = requestObject({
  name: z.string().optional(),
  projectId: z.string().optional(),
});

const requestSchema = requestObject({
  name: z.string().optional(),
  description: z.string().optional(),
  adminStateUp: z.boolean().optional(),
  externalGatewayInfo: requestObject({
    networkId: z.string(),
    enableSnat: z.boolean().optional(),
  }).optional(),
  projectId: z.string().optional(),
});
/** What makes a router. */
export type RouterRequest = z.input<typeof requestSchema>;

const routers = defineCollection("network", {
  path: "/routers",
  singular: "router",
  plural: "routers",
  item: routerSchema,
  filter: filterSchema,
  request: requestSchema,
});

/** Yields the routers the identity may see. */
export const listRouters = routers.list;
/** Gets a router by its id; one that is not there is an error of status 404. */
export const getRouter = routers.get;
/** Finds a router by id or name; several of one name are an {@link AmbiguousNameError}. */
export const findRouter = routers.find;
/** Makes a router. */
export const createRouter = routers.create;
/** Deletes a router by its id; false when there was none. */
export const deleteRouter = routers.delete;

const interfaceSchema = requestObject({
  subnetId: z.string().optional(),
  portId: z.string().optional(),
});

/** Plugs a subnet, or a port of it, into a router. */
export async function addRouterInterface(
  neutron: ServiceClient<"network">,
  routerId: string,
  plug: z.input<typeof interfaceSchema>,
): Promise<void> {
  await changeInterface(neutron, routerId, "add_router_interface", plug);
}

/**
 * Unplugs it.
 *
 * @returns False when router or interface were not there.
 */
export async function removeRouterInterface(
  neutron: ServiceClient<"network">,
  routerId: string,
  plug: z.input<typeof interfaceSchema>,
): Promise<boolean> {
  return deleted(changeInterface(neutron, routerId, "remove_router_interface", plug));
}

function changeInterface(
  neutron: ServiceClient<"network">,
  routerId: string,
  action: string,
  plug: z.input<typeof interfaceSchema>,
) {
  const json = toWire(interfaceSchema, plug, "change a router's interfaces");
  return neutron.send({ method: "PUT", path: path`/routers/${routerId}/${action}`, json });
}
