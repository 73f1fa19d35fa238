import { isJsonObject, type JsonObject, listAt, textAt, textOf } from "../json.ts";
import { formatIpv4, parseCidr, parseIpv4 } from "./ipv4.ts";
import {
  type FixedIp,
  type Network,
  networkError,
  type Neutron,
  newRow,
  type Port,
  type Subnet,
  takeNetworkQuota,
} from "./neutron.ts";
import { defaultSecurityGroup, getSecurityGroup } from "./security-groups.ts";

/** A port by id, or Neutron's 404. */
export function getPort(neutron: Neutron, id: string): Port {
  const port = neutron.ports.get(id);
  if (!port) throw networkError(404, "PortNotFound", `Port ${id} could not be found.`);
  return port;
}

function usedAddresses(neutron: Neutron, subnetId: string): Set<string> {
  const used = new Set<string>();
  for (const port of neutron.ports.values()) {
    for (const ip of port.fixed_ips) if (ip.subnet_id === subnetId) used.add(ip.ip_address);
  }
  return used;
}

function firstFree(neutron: Neutron, subnet: Subnet): string | undefined {
  const used = usedAddresses(neutron, subnet.id);
  for (const pool of subnet.allocation_pools) {
    const end = parseIpv4(pool.end) ?? -1;
    for (let address = parseIpv4(pool.start) ?? 0; address <= end; address += 1) {
      const text = formatIpv4(address);
      if (!used.has(text)) return text;
    }
  }
  return undefined;
}

function fixedAddress(neutron: Neutron, subnet: Subnet, wanted: string): FixedIp {
  const range = parseCidr(subnet.cidr);
  const address = parseIpv4(wanted);
  if (!range || address === undefined || address < range.first || address > range.last) {
    throw networkError(
      400,
      "InvalidIpForSubnet",
      `IP address ${wanted} is not a valid IP for the specified subnet.`,
    );
  }
  if (usedAddresses(neutron, subnet.id).has(wanted)) {
    throw networkError(
      409,
      "IpAddressAlreadyAllocated",
      `IP address ${wanted} already allocated in subnet ${subnet.id}`,
    );
  }
  return { subnet_id: subnet.id, ip_address: wanted };
}

function subnetHolding(subnets: readonly Subnet[], wanted: string): Subnet {
  const address = parseIpv4(wanted) ?? -1;
  const found = subnets.find((subnet) => {
    const range = parseCidr(subnet.cidr);
    return range && address >= range.first && address <= range.last;
  });
  if (!found) {
    throw networkError(
      400,
      "InvalidIpForNetwork",
      `IP address ${wanted} is not a valid IP for any of the subnets on the specified network.`,
    );
  }
  return found;
}

/** Chooses the addresses of a port: those asked for, else the next free one of the network. */
function allocateAddresses(
  neutron: Neutron,
  network: Network,
  wanted: unknown,
): readonly FixedIp[] {
  const subnets = network.subnets.flatMap((id) => neutron.subnets.get(id) ?? []);
  const free = (subnet: Subnet): FixedIp => {
    const address = firstFree(neutron, subnet);
    if (address === undefined) {
      throw networkError(
        409,
        "IpAddressGenerationFailure",
        `No more IP addresses available on network ${network.id}.`,
      );
    }
    return { subnet_id: subnet.id, ip_address: address };
  };
  if (!Array.isArray(wanted)) return subnets[0] ? [free(subnets[0])] : [];
  return wanted.filter(isJsonObject).map((one) => {
    const address = textAt(one, "ip_address");
    const subnetId = textAt(one, "subnet_id");
    const subnet = subnets.find((candidate) => candidate.id === subnetId);
    if (subnetId !== undefined && !subnet) {
      throw networkError(
        400,
        "InvalidInput",
        `Invalid input for operation: Failed to create port on network ${network.id}, because fixed_ips included invalid subnet ${subnetId}.`,
      );
    }
    if (address === undefined) {
      if (!subnet)
        throw networkError(
          400,
          "InvalidInput",
          "Invalid input for operation: IP allocation requires subnet_id or ip_address.",
        );
      return free(subnet);
    }
    return fixedAddress(neutron, subnet ?? subnetHolding(subnets, address), address);
  });
}

function securityGroupsOf(neutron: Neutron, projectId: string, given: JsonObject): string[] {
  if (given["port_security_enabled"] === false) return [];
  if (!Array.isArray(given["security_groups"])) {
    return [defaultSecurityGroup(neutron, projectId).id];
  }
  return given["security_groups"].map((id) => getSecurityGroup(neutron, textOf(id)).id);
}

/** A pair without a MAC address gets the port's own. */
function addressPairs(given: JsonObject, macAddress: string): JsonObject[] {
  const pairs = listAt(given, "allowed_address_pairs").filter(isJsonObject);
  return pairs.map((pair) => ({ mac_address: macAddress, ...pair }));
}

/** Makes a port of a project from the API's fields. */
export function createPort(neutron: Neutron, projectId: string, given: JsonObject): Port {
  const networkId = textAt(given, "network_id") ?? "";
  const network = neutron.networks.get(networkId);
  if (!network) {
    throw networkError(404, "NetworkNotFound", `Network ${networkId} could not be found.`);
  }
  takeNetworkQuota(neutron, "port", projectId);
  const deviceOwner = textAt(given, "device_owner") ?? "";
  const isRouters = deviceOwner.startsWith("network:");
  const octets = neutron.random.hex(6).match(/../g) ?? [];
  const macAddress = textAt(given, "mac_address") ?? `fa:16:3e:${octets.join(":")}`;
  const port: Port = {
    ...newRow(neutron, projectId),
    admin_state_up: given["admin_state_up"] !== false,
    allowed_address_pairs: addressPairs(given, macAddress),
    extra_dhcp_opts: [],
    dns_name: textOf(given["dns_name"]),
    dns_assignment: [],
    port_security_enabled: given["port_security_enabled"] !== false && !isRouters,
    qos_policy_id: null,
    qos_network_policy_id: null,
    propagate_uplink_status: null,
    "binding:vnic_type": textAt(given, "binding:vnic_type") ?? "normal",
    "binding:host_id": "",
    "binding:vif_type": "unbound",
    name: textOf(given["name"]),
    description: textOf(given["description"]),
    network_id: network.id,
    mac_address: macAddress,
    fixed_ips: allocateAddresses(neutron, network, given["fixed_ips"]),
    security_groups: isRouters ? [] : securityGroupsOf(neutron, projectId, given),
    device_id: textAt(given, "device_id") ?? "",
    device_owner: deviceOwner,
    status: isRouters ? "ACTIVE" : "DOWN",
  };
  neutron.ports.set(port.id, port);
  return port;
}

/** Changes a port in the API's fields; new addresses are allocated. */
export function updatePort(neutron: Neutron, id: string, change: JsonObject): Port {
  const port = getPort(neutron, id);
  const network = neutron.networks.get(port.network_id);
  if (Array.isArray(change["security_groups"])) {
    port.security_groups = securityGroupsOf(neutron, port.project_id, change);
  }
  if (Array.isArray(change["fixed_ips"]) && network) {
    const before = port.fixed_ips;
    port.fixed_ips = [];
    try {
      port.fixed_ips = allocateAddresses(neutron, network, change["fixed_ips"]);
    } catch (error) {
      port.fixed_ips = before;
      throw error;
    }
  }
  const { fixed_ips: _ips, security_groups: _groups, ...rest } = change;
  Object.assign(port, rest);
  if (rest["allowed_address_pairs"] !== undefined) {
    port["allowed_address_pairs"] = addressPairs(rest, port.mac_address);
  }
  return port;
}

/** Takes a port away, and its floating IPs off it. */
export function deletePortRow(neutron: Neutron, id: string): void {
  for (const floatingIp of neutron.floatingIps.values()) {
    if (floatingIp.port_id === id) {
      Object.assign(floatingIp, {
        port_id: null,
        fixed_ip_address: null,
        router_id: null,
        status: "DOWN",
      });
    }
  }
  neutron.ports.delete(id);
}

/** Deletes a port; those of routers and floating IPs go with their owners only. */
export function deletePort(neutron: Neutron, id: string): void {
  const port = getPort(neutron, id);
  if (
    port.device_owner.startsWith("network:router") ||
    port.device_owner === "network:floatingip"
  ) {
    throw networkError(
      409,
      "ServicePortInUse",
      `Port ${id} cannot be deleted directly via the port API: has device owner ${port.device_owner}.`,
    );
  }
  deletePortRow(neutron, id);
}
