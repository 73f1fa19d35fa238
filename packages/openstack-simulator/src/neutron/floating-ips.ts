import { type JsonObject, textAt, textOf } from "../json.ts";
import {
  type FloatingIp,
  networkError,
  type Neutron,
  newRow,
  takeNetworkQuota,
} from "./neutron.ts";
import { getNetwork } from "./networks.ts";
import { createPort, deletePortRow, getPort } from "./ports.ts";

function routerFor(
  neutron: Neutron,
  floatingNetworkId: string,
  subnetId: string,
): string | undefined {
  for (const port of neutron.ports.values()) {
    if (port.device_owner !== "network:router_interface") continue;
    if (!port.fixed_ips.some((ip) => ip.subnet_id === subnetId)) continue;
    const gateway = neutron.routers.get(port.device_id)?.external_gateway_info;
    if (gateway?.network_id === floatingNetworkId) return port.device_id;
  }
  return undefined;
}

function associate(neutron: Neutron, floatingIp: FloatingIp, given: JsonObject): void {
  const portId = textAt(given, "port_id");
  if (portId === undefined || portId === "") {
    Object.assign(floatingIp, {
      port_id: null,
      fixed_ip_address: null,
      router_id: null,
      status: "DOWN",
    });
    return;
  }
  const port = getPort(neutron, portId);
  const address = textAt(given, "fixed_ip_address");
  const fixedIp = port.fixed_ips.find((ip) => address === undefined || ip.ip_address === address);
  if (!fixedIp) {
    throw networkError(
      400,
      "BadRequest",
      `Bad floatingip request: Cannot add floating IP to port ${portId} that has no fixed IPv4 addresses.`,
    );
  }
  const routerId = routerFor(neutron, floatingIp.floating_network_id, fixedIp.subnet_id);
  if (routerId === undefined) {
    throw networkError(
      404,
      "ExternalGatewayForFloatingIPNotFound",
      `External network ${floatingIp.floating_network_id} is not reachable from subnet ${fixedIp.subnet_id}.  Therefore, cannot associate Port ${portId} with a Floating IP.`,
    );
  }
  for (const other of neutron.floatingIps.values()) {
    if (
      other.id !== floatingIp.id &&
      other.port_id === portId &&
      other.fixed_ip_address === fixedIp.ip_address
    ) {
      throw networkError(
        409,
        "FloatingIPPortAlreadyAssociated",
        `Cannot associate floating IP ${floatingIp.floating_ip_address} (${floatingIp.id}) with port ${portId} using fixed IP ${fixedIp.ip_address}, as that fixed IP already has a floating IP on external network ${other.floating_network_id}.`,
      );
    }
  }
  Object.assign(floatingIp, {
    port_id: portId,
    fixed_ip_address: fixedIp.ip_address,
    router_id: routerId,
    status: "ACTIVE",
  });
}

/** A floating IP by id, or Neutron's 404. */
function getFloatingIp(neutron: Neutron, id: string): FloatingIp {
  const floatingIp = neutron.floatingIps.get(id);
  if (!floatingIp) {
    throw networkError(404, "FloatingIPNotFound", `Floating IP ${id} could not be found`);
  }
  return floatingIp;
}

/** What a floating IP shows of its port. */
export function portDetails(neutron: Neutron, portId: string): JsonObject | null {
  const port = neutron.ports.get(portId);
  if (!port) return null;
  const { name, network_id, mac_address, admin_state_up, status, device_id, device_owner } = port;
  return { name, network_id, mac_address, admin_state_up, status, device_id, device_owner };
}

/** Takes a floating IP out of an external network's pool. */
export function createFloatingIp(
  neutron: Neutron,
  projectId: string,
  given: JsonObject,
): FloatingIp {
  const network = getNetwork(neutron, textAt(given, "floating_network_id") ?? "");
  if (!network["router:external"]) {
    throw networkError(
      400,
      "BadRequest",
      `Bad floatingip request: Network ${network.id} is not a valid external network.`,
    );
  }
  takeNetworkQuota(neutron, "floatingip", projectId);
  const wanted = textAt(given, "floating_ip_address");
  const row = newRow(neutron, projectId);
  const outside = createPort(neutron, "", {
    network_id: network.id,
    device_id: row.id,
    device_owner: "network:floatingip",
    ...(wanted === undefined ? {} : { fixed_ips: [{ ip_address: wanted }] }),
  });
  const floatingIp: FloatingIp = {
    ...row,
    description: textOf(given["description"]),
    dns_domain: "",
    dns_name: "",
    port_forwardings: [],
    qos_policy_id: null,
    floating_network_id: network.id,
    floating_ip_address: outside.fixed_ips[0]?.ip_address ?? "",
    port_id: null,
    fixed_ip_address: null,
    router_id: null,
    status: "DOWN",
  };
  try {
    associate(neutron, floatingIp, given);
  } catch (error) {
    deletePortRow(neutron, outside.id);
    throw error;
  }
  neutron.floatingIps.set(floatingIp.id, floatingIp);
  return floatingIp;
}

/** Puts a floating IP on a port, or takes it off (`port_id` null). */
export function updateFloatingIp(neutron: Neutron, id: string, change: JsonObject): FloatingIp {
  const floatingIp = getFloatingIp(neutron, id);
  if ("port_id" in change) associate(neutron, floatingIp, change);
  if ("description" in change) floatingIp["description"] = change["description"];
  return floatingIp;
}

/** Gives a floating IP back. */
export function deleteFloatingIp(neutron: Neutron, id: string): void {
  getFloatingIp(neutron, id);
  for (const port of neutron.ports.values()) {
    if (port.device_id === id && port.device_owner === "network:floatingip") {
      deletePortRow(neutron, port.id);
    }
  }
  neutron.floatingIps.delete(id);
}
