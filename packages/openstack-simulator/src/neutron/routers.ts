import { isJsonObject, type JsonObject, textAt, textOf } from "../json.ts";
import {
  type ExternalGateway,
  networkError,
  type Neutron,
  newRow,
  type Port,
  type Router,
  takeNetworkQuota,
} from "./neutron.ts";
import { getNetwork } from "./networks.ts";
import { createPort, deletePortRow, getPort } from "./ports.ts";
import { getSubnet } from "./subnets.ts";

const badRouterRequest = (reason: string) =>
  networkError(400, "BadRequest", `Bad router request: ${reason}.`);

function setGateway(neutron: Neutron, router: Router, wanted: JsonObject | null): void {
  const before = router.external_gateway_info;
  const networkId = wanted ? textOf(wanted["network_id"]) : undefined;
  if (before && before.network_id !== networkId) {
    const isUsed = [...neutron.floatingIps.values()].some((ip) => ip.router_id === router.id);
    if (isUsed) {
      throw networkError(
        409,
        "RouterExternalGatewayInUseByFloatingIp",
        `Gateway cannot be updated for router ${router.id}, since a gateway to external network ${before.network_id} is required by one or more floating IPs.`,
      );
    }
    for (const port of neutron.ports.values()) {
      if (port.device_id === router.id && port.device_owner === "network:router_gateway") {
        deletePortRow(neutron, port.id);
      }
    }
    router.external_gateway_info = null;
  }
  if (!wanted || networkId === undefined) return;
  const snat = wanted["enable_snat"] !== false;
  if (before && before.network_id === networkId) {
    router.external_gateway_info = { ...before, enable_snat: snat };
    return;
  }
  const network = getNetwork(neutron, networkId);
  if (!network["router:external"]) {
    throw badRouterRequest(`Network ${networkId} is not an external network`);
  }
  const port = createPort(neutron, "", {
    network_id: networkId,
    device_id: router.id,
    device_owner: "network:router_gateway",
    ...(Array.isArray(wanted["external_fixed_ips"])
      ? { fixed_ips: wanted["external_fixed_ips"] }
      : {}),
  });
  const gateway: ExternalGateway = {
    network_id: networkId,
    enable_snat: snat,
    external_fixed_ips: port.fixed_ips,
  };
  router.external_gateway_info = gateway;
}

/** Makes a router of a project from the API's fields. */
export function createRouter(neutron: Neutron, projectId: string, given: JsonObject): Router {
  takeNetworkQuota(neutron, "router", projectId);
  const gateway = given["external_gateway_info"];
  const router: Router = {
    ...newRow(neutron, projectId),
    status: "ACTIVE",
    admin_state_up: given["admin_state_up"] !== false,
    availability_zones: [],
    availability_zone_hints: [],
    routes: [],
    flavor_id: null,
    name: textOf(given["name"]),
    description: textOf(given["description"]),
    external_gateway_info: null,
  };
  setGateway(neutron, router, isJsonObject(gateway) && gateway["network_id"] ? gateway : null);
  neutron.routers.set(router.id, router);
  return router;
}

/** A router by id, or Neutron's 404. */
function getRouter(neutron: Neutron, id: string): Router {
  const router = neutron.routers.get(id);
  if (!router) throw networkError(404, "RouterNotFound", `Router ${id} could not be found`);
  return router;
}

/** Changes a router in the API's fields, its gateway too. */
export function updateRouter(neutron: Neutron, id: string, change: JsonObject): Router {
  const router = getRouter(neutron, id);
  const { external_gateway_info: gateway, ...rest } = change;
  if (gateway !== undefined) {
    setGateway(neutron, router, isJsonObject(gateway) && gateway["network_id"] ? gateway : null);
  }
  Object.assign(router, rest);
  return router;
}

/** The inner ports of a router. */
function interfacesOf(neutron: Neutron, routerId: string): Port[] {
  return [...neutron.ports.values()].filter(
    (port) => port.device_id === routerId && port.device_owner === "network:router_interface",
  );
}

/** Joins a router to a subnet (by its gateway address) or to a port. */
export function addRouterInterface(neutron: Neutron, routerId: string, given: JsonObject): Port {
  const router = getRouter(neutron, routerId);
  const portId = textAt(given, "port_id");
  if (portId !== undefined) {
    const port = getPort(neutron, portId);
    if (port.device_id !== "") {
      throw networkError(
        409,
        "PortInUse",
        `Unable to complete operation on port ${portId} for network ${port.network_id}. Port already has an attached device ${port.device_id}.`,
      );
    }
    Object.assign(port, {
      device_id: router.id,
      device_owner: "network:router_interface",
      status: "ACTIVE",
      security_groups: [],
    });
    return port;
  }
  const subnet = getSubnet(neutron, textAt(given, "subnet_id") ?? "");
  if (subnet.gateway_ip === null) {
    throw badRouterRequest("Subnet for router interface must have a gateway IP");
  }
  const isJoined = interfacesOf(neutron, router.id).some((port) =>
    port.fixed_ips.some((ip) => ip.subnet_id === subnet.id),
  );
  if (isJoined) throw badRouterRequest(`Router already has a port on subnet ${subnet.id}`);
  return createPort(neutron, router.project_id, {
    network_id: subnet.network_id,
    device_id: router.id,
    device_owner: "network:router_interface",
    fixed_ips: [{ subnet_id: subnet.id, ip_address: subnet.gateway_ip }],
  });
}

/** Parts a router from a subnet or port; refused while a floating IP needs it. */
export function removeRouterInterface(neutron: Neutron, routerId: string, given: JsonObject): Port {
  getRouter(neutron, routerId);
  const subnetId = textAt(given, "subnet_id");
  const port = interfacesOf(neutron, routerId).find(
    (one) => one.id === given["port_id"] || one.fixed_ips.some((ip) => ip.subnet_id === subnetId),
  );
  if (!port) {
    throw networkError(
      404,
      "RouterInterfaceNotFoundForSubnet",
      `Router ${routerId} has no interface on subnet ${subnetId ?? textOf(given["port_id"])}`,
    );
  }
  const subnetIds = port.fixed_ips.map((ip) => ip.subnet_id);
  for (const floatingIp of neutron.floatingIps.values()) {
    const target = neutron.ports.get(floatingIp.port_id ?? "");
    if (
      floatingIp.router_id === routerId &&
      target?.fixed_ips.some((ip) => subnetIds.includes(ip.subnet_id))
    ) {
      throw networkError(
        409,
        "RouterInterfaceInUseByFloatingIP",
        `Router interface for subnet ${subnetIds[0]} on router ${routerId} cannot be deleted, as it is required by one or more floating IPs.`,
      );
    }
  }
  deletePortRow(neutron, port.id);
  return port;
}

/** Deletes a router with its gateway; refused while it has interfaces. */
export function deleteRouter(neutron: Neutron, id: string): void {
  const router = getRouter(neutron, id);
  if (interfacesOf(neutron, id).length > 0) {
    throw networkError(409, "RouterInUse", `Router ${id} still has ports`);
  }
  setGateway(neutron, router, null);
  neutron.routers.delete(id);
}
