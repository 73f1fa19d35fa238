import { isJsonObject, type JsonObject, listAt, textAt, textOf } from "../json.ts";
import {
  formatCidr,
  formatIpv4,
  type Ipv4Network,
  overlaps,
  parseCidr,
  parseIpv4,
} from "./ipv4.ts";
import {
  type AllocationPool,
  networkError,
  type Neutron,
  newRow,
  type Subnet,
  takeNetworkQuota,
} from "./neutron.ts";
import { getNetwork } from "./networks.ts";

const invalid = (reason: string) =>
  networkError(400, "InvalidInput", `Invalid input for operation: ${reason}`);

/** Everything but network address, broadcast address and gateway. */
function defaultPools(range: Ipv4Network, gateway: number | undefined): AllocationPool[] {
  const first = range.first + 1;
  const last = range.last - 1;
  const pools: [number, number][] =
    gateway === undefined || gateway < first || gateway > last
      ? [[first, last]]
      : [
          [first, gateway - 1],
          [gateway + 1, last],
        ];
  return pools
    .filter(([start, end]) => start <= end)
    .map(([start, end]) => ({ start: formatIpv4(start), end: formatIpv4(end) }));
}

function gatewayOf(given: JsonObject, range: Ipv4Network): string | null {
  const wanted = given["gateway_ip"];
  if (wanted === null) return null;
  if (wanted === undefined) return formatIpv4(range.first + 1);
  const text = textOf(wanted);
  if (parseIpv4(text) === undefined) throw invalid(`Invalid gateway_ip ${text}.`);
  return text;
}

function poolsOf(given: JsonObject): AllocationPool[] {
  return listAt(given, "allocation_pools")
    .filter(isJsonObject)
    .map((pool) => ({ start: textOf(pool["start"]), end: textOf(pool["end"]) }));
}

/** Makes a subnet of a project from the API's fields. Only IPv4 is simulated. */
export function createSubnet(neutron: Neutron, projectId: string, given: JsonObject): Subnet {
  const network = getNetwork(neutron, textAt(given, "network_id") ?? "");
  takeNetworkQuota(neutron, "subnet", projectId);
  if (given["ip_version"] === 6) throw invalid("IPv6 subnets are not simulated.");
  const range = parseCidr(textAt(given, "cidr") ?? "");
  if (!range) throw invalid(`'${textOf(given["cidr"])}' is not a valid IP subnet.`);
  for (const other of neutron.subnets.values()) {
    const otherRange = parseCidr(other.cidr);
    if (other.network_id === network.id && otherRange && overlaps(range, otherRange)) {
      throw invalid(
        `Requested subnet with cidr: ${formatCidr(range)} for network: ${network.id} overlaps with another subnet.`,
      );
    }
  }
  const gateway = gatewayOf(given, range);
  const pools = poolsOf(given);
  const subnet: Subnet = {
    ...newRow(neutron, projectId),
    ip_version: 4,
    enable_dhcp: given["enable_dhcp"] !== false,
    dns_nameservers: listAt(given, "dns_nameservers"),
    host_routes: listAt(given, "host_routes"),
    ipv6_address_mode: null,
    ipv6_ra_mode: null,
    service_types: [],
    subnetpool_id: null,
    name: textOf(given["name"]),
    network_id: network.id,
    cidr: formatCidr(range),
    gateway_ip: gateway,
    allocation_pools:
      pools.length > 0
        ? pools
        : defaultPools(range, gateway === null ? undefined : parseIpv4(gateway)),
  };
  neutron.subnets.set(subnet.id, subnet);
  network.subnets = [...network.subnets, subnet.id];
  return subnet;
}

/** A subnet by id, or Neutron's 404. */
export function getSubnet(neutron: Neutron, id: string): Subnet {
  const subnet = neutron.subnets.get(id);
  if (!subnet) throw networkError(404, "SubnetNotFound", `Subnet ${id} could not be found.`);
  return subnet;
}

/** Deletes a subnet; refused while a port has an address of it. */
export function deleteSubnet(neutron: Neutron, id: string): void {
  const subnet = getSubnet(neutron, id);
  for (const port of neutron.ports.values()) {
    if (port.fixed_ips.some((ip) => ip.subnet_id === id)) {
      throw networkError(
        409,
        "SubnetInUse",
        `Unable to complete operation on subnet ${id}: One or more ports have an IP allocation from this subnet.`,
      );
    }
  }
  neutron.subnets.delete(id);
  const network = neutron.networks.get(subnet.network_id);
  if (network) network.subnets = network.subnets.filter((one) => one !== id);
}
