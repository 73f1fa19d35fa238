import type { JsonObject } from "../json.ts";
import { minorOf } from "./microversion.ts";
import { computeLinks, computeTime, type Nova, type Server } from "./nova.ts";

/** A server's addresses by network name. */
export function serverAddresses(nova: Nova, server: Server): Record<string, JsonObject[]> {
  const addresses: Record<string, JsonObject[]> = {};
  for (const portId of server.portIds) {
    const port = nova.neutron.ports.get(portId);
    const network = nova.neutron.networks.get(port?.network_id ?? "");
    if (!port || !network) continue;
    const entries = (addresses[network.name] ??= []);
    const entry = (address: string, kind: "fixed" | "floating"): JsonObject => ({
      version: 4,
      addr: address,
      "OS-EXT-IPS:type": kind,
      "OS-EXT-IPS-MAC:mac_addr": port.mac_address,
    });
    for (const ip of port.fixed_ips) {
      entries.push(entry(ip.ip_address, "fixed"));
      for (const floatingIp of nova.neutron.floatingIps.values()) {
        if (floatingIp.port_id === port.id && floatingIp.fixed_ip_address === ip.ip_address) {
          entries.push(entry(floatingIp.floating_ip_address, "floating"));
        }
      }
    }
  }
  return addresses;
}

/** The one host, as projects see it. */
const hostId = "51c1a7e5".repeat(7);

/** Nova writes this one date with microseconds and without a zone. */
const launchTime = (date: Date): string => date.toISOString().replace(/Z$/, "000");

const vmStates: Readonly<Record<Server["status"], string>> = {
  BUILD: "building",
  ACTIVE: "active",
  ERROR: "error",
  SHUTOFF: "stopped",
  REBOOT: "active",
  REBUILD: "active",
  RESIZE: "active",
};

/** A server as the API shows it at a microversion (the header's text). */
export function serverBody(
  nova: Nova,
  server: Server,
  origin: string,
  microversion: string | undefined,
): JsonObject {
  const { flavor } = server;
  const minor = minorOf(microversion);
  const addresses = serverAddresses(nova, server);
  const isRunning = server.status === "ACTIVE" || server.status === "REBOOT";
  return {
    id: server.id,
    name: server.name,
    status: server.status,
    tenant_id: server.projectId,
    user_id: server.userId,
    metadata: server.metadata,
    hostId: server.status === "BUILD" ? "" : hostId,
    image:
      server.imageId === undefined
        ? ""
        : { id: server.imageId, links: computeLinks(origin, `images/${server.imageId}`).slice(1) },
    flavor:
      minor >= 47
        ? {
            vcpus: flavor.vcpus,
            ram: flavor.ram,
            disk: flavor.disk,
            ephemeral: 0,
            swap: 0,
            original_name: flavor.name,
            extra_specs: {},
          }
        : { id: flavor.id, links: computeLinks(origin, `flavors/${flavor.id}`).slice(1) },
    created: computeTime(server.createdAt),
    updated: computeTime(server.updatedAt),
    addresses,
    accessIPv4: "",
    accessIPv6: "",
    links: computeLinks(origin, `servers/${server.id}`),
    "OS-DCF:diskConfig": "MANUAL",
    progress: 0,
    "OS-EXT-AZ:availability_zone": server.availabilityZone,
    config_drive: server.configDrive ? "True" : "",
    key_name: server.keyName,
    "OS-SRV-USG:launched_at": server.launchedAt ? launchTime(server.launchedAt) : null,
    "OS-SRV-USG:terminated_at": null,
    ...(Object.keys(addresses).length > 0
      ? { security_groups: server.securityGroups.map((name) => ({ name })) }
      : {}),
    "OS-EXT-STS:task_state": server.taskState,
    "OS-EXT-STS:vm_state": vmStates[server.status],
    "OS-EXT-STS:power_state": isRunning ? 1 : 0,
    "os-extended-volumes:volumes_attached": server.volumeIds.map((id) => ({ id })),
    ...(server.fault ? { fault: server.fault } : {}),
    ...(minor >= 26 ? { tags: server.tags } : {}),
    ...(minor >= 19 ? { description: null, locked: false } : {}),
  };
}
