import { type JsonObject, textOf } from "../json.ts";
import { type Network, networkError, type Neutron, newRow, takeNetworkQuota } from "./neutron.ts";
import { deletePortRow } from "./ports.ts";

/** Makes a network of a project from the API's fields. */
export function createNetwork(neutron: Neutron, projectId: string, given: JsonObject): Network {
  takeNetworkQuota(neutron, "network", projectId);
  const network: Network = {
    ...newRow(neutron, projectId),
    status: "ACTIVE",
    mtu: 1450,
    port_security_enabled: given["port_security_enabled"] !== false,
    availability_zones: [],
    availability_zone_hints: [],
    ipv4_address_scope: null,
    ipv6_address_scope: null,
    qos_policy_id: null,
    l2_adjacency: true,
    dns_domain: textOf(given["dns_domain"]),
    name: textOf(given["name"]),
    description: textOf(given["description"]),
    admin_state_up: given["admin_state_up"] !== false,
    shared: given["shared"] === true,
    "router:external": given["router:external"] === true,
    subnets: [],
  };
  neutron.networks.set(network.id, network);
  return network;
}

/** A network by id, or Neutron's 404. */
export function getNetwork(neutron: Neutron, id: string): Network {
  const network = neutron.networks.get(id);
  if (!network) throw networkError(404, "NetworkNotFound", `Network ${id} could not be found.`);
  return network;
}

/** Deletes a network with its subnets; refused while ports are in use. */
export function deleteNetwork(neutron: Neutron, id: string): void {
  getNetwork(neutron, id);
  const ports = [...neutron.ports.values()].filter((port) => port.network_id === id);
  if (ports.some((port) => port.device_owner !== "network:dhcp")) {
    throw networkError(
      409,
      "NetworkInUse",
      `Unable to complete operation on network ${id}. There are one or more ports still in use on the network.`,
    );
  }
  for (const port of ports) deletePortRow(neutron, port.id);
  for (const subnet of neutron.subnets.values()) {
    if (subnet.network_id === id) neutron.subnets.delete(subnet.id);
  }
  neutron.networks.delete(id);
}
