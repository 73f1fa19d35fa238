import type { HotValue } from "@jeroboam/hot";
import { textOf } from "../../json.ts";
import { serverAddresses, serverBody } from "../../nova/server-body.ts";
import type { Heat } from "../heat.ts";
import type { HeatResource } from "../stack.ts";

export const SERVER_ATTRIBUTES = [
  "name",
  "addresses",
  "networks",
  "first_address",
  "instance_name",
  "accessIPv4",
  "accessIPv6",
  "console_urls",
  "tags",
  "os_collect_config",
  "show",
] as const;

/** What `get_attr` says of a server. */
export function serverAttribute(heat: Heat, resource: HeatResource, name: string): HotValue {
  const { nova } = heat.cloud;
  const server = nova.servers.get(resource.physicalId ?? "");
  if (!server) return name === "first_address" ? "" : null;
  const addresses = serverAddresses(nova, server);
  const asValue = (value: unknown): HotValue => JSON.parse(JSON.stringify(value ?? null));
  const byPort = server.portIds.flatMap((id) => nova.neutron.ports.get(id) ?? []);
  switch (name) {
    case "name":
      return server.name;
    case "instance_name":
      // Only administrators see it.
      return null;
    case "accessIPv4":
    case "accessIPv6":
      return "";
    case "tags":
      return asValue(server.tags);
    case "console_urls":
      return {};
    case "os_collect_config":
      return {};
    case "first_address":
      return byPort[0]?.fixed_ips[0]?.ip_address ?? "";
    case "networks": {
      const entries = Object.entries(addresses).map(
        ([network, ips]) => [network, ips.map((ip) => textOf(ip["addr"]))] as const,
      );
      const ids = Object.entries(addresses).flatMap(([network, ips]) => {
        const found = byPort.find(
          (port) => nova.neutron.networks.get(port.network_id)?.name === network,
        );
        return found ? [[found.network_id, ips.map((ip) => textOf(ip["addr"]))] as const] : [];
      });
      return Object.fromEntries([...entries, ...ids]);
    }
    case "addresses": {
      const extended = Object.entries(addresses).flatMap(([network, ips]) => {
        const withPort = ips.map((ip) => {
          const port = byPort.find((one) => one.mac_address === ip["OS-EXT-IPS-MAC:mac_addr"]);
          return { ...ip, port: port?.id ?? null };
        });
        const id = byPort.find(
          (port) => nova.neutron.networks.get(port.network_id)?.name === network,
        )?.network_id;
        return [[network, withPort], ...(id === undefined ? [] : [[id, withPort]])];
      });
      return asValue(Object.fromEntries(extended));
    }
    case "show":
      return asValue(serverBody(nova, server, heat.cloud.origin(), undefined));
    default:
      return null;
  }
}
