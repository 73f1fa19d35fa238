import type { Answer, Call, Route } from "../http/route.ts";
import { networkError, type Neutron, ownsRow, type Port } from "./neutron.ts";
import { addRouterInterface, removeRouterInterface } from "./routers.ts";

/** Joining routers to subnets and parting them. */
export function routerInterfaceRoutes(neutron: Neutron): Route[] {
  const answer = (routerId: string, port: Port): Answer => {
    const ips = port.fixed_ips;
    return {
      body: {
        id: routerId,
        tenant_id: port.tenant_id,
        port_id: port.id,
        network_id: port.network_id,
        subnet_id: ips[0]?.subnet_id ?? null,
        subnet_ids: ips.map((ip) => ip.subnet_id),
      },
    };
  };
  const routerOf = (call: Call): string => {
    const id = call.path["id"] ?? "";
    const router = neutron.routers.get(id);
    if (!router || !ownsRow(call.identity, router)) {
      throw networkError(404, "RouterNotFound", `Router ${id} could not be found`);
    }
    return id;
  };
  return [
    {
      method: "PUT",
      path: "/v2.0/routers/:id/add_router_interface",
      operation: "addRouterInterface",
      handle: (call) => {
        const id = routerOf(call);
        return answer(id, addRouterInterface(neutron, id, call.body));
      },
    },
    {
      method: "PUT",
      path: "/v2.0/routers/:id/remove_router_interface",
      operation: "removeRouterInterface",
      handle: (call) => {
        const id = routerOf(call);
        return answer(id, removeRouterInterface(neutron, id, call.body));
      },
    },
  ];
}
