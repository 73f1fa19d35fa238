import { isJsonObject, type JsonObject, textAt, textOf } from "../json.ts";
import type { Network } from "../neutron/neutron.ts";
import { createPort, deletePortRow } from "../neutron/ports.ts";
import { computeError, type Nova } from "./nova.ts";

/** The ports of a new server. */
export interface ServerPorts {
  readonly portIds: readonly string[];
  /** Those among them that were made for it. */
  readonly ownPortIds: readonly string[];
}

function networksFor(nova: Nova, projectId: string): Network[] {
  return [...nova.neutron.networks.values()].filter(
    (network) =>
      (network.project_id === projectId || network.shared) &&
      !network["router:external"] &&
      network.subnets.length > 0,
  );
}

function securityGroupIds(nova: Nova, projectId: string, names: readonly string[]): string[] {
  return names.map((name) => {
    const group =
      nova.neutron.securityGroups.get(name) ??
      [...nova.neutron.securityGroups.values()].find(
        (one) => one.project_id === projectId && one.name === name,
      );
    if (!group) {
      throw computeError(
        400,
        "BadRequest",
        `Security group ${name} not found for project ${projectId}.`,
      );
    }
    return group.id;
  });
}

/** Makes or takes the ports for the API's `networks`; nothing is left behind when one fails. */
export function plugNetworks(
  nova: Nova,
  projectId: string,
  serverId: string,
  networks: unknown,
  securityGroups: readonly string[],
): ServerPorts {
  if (networks === "none") return { portIds: [], ownPortIds: [] };
  const available = networksFor(nova, projectId);
  const isChosen = Array.isArray(networks) && networks.length > 0;
  if (!isChosen && available.length > 1) {
    throw computeError(
      409,
      "Conflict",
      "Multiple possible networks found, use a Network ID to be more specific.",
    );
  }
  const requested: JsonObject[] = isChosen
    ? networks.filter(isJsonObject)
    : available.map((network) => ({ uuid: network.id }));
  const groups = securityGroups.length > 0 ? securityGroupIds(nova, projectId, securityGroups) : [];
  const device = { device_id: serverId, device_owner: "compute:nova" };
  const portIds: string[] = [];
  const ownPortIds: string[] = [];
  try {
    for (const one of requested) {
      const portId = textAt(one, "port");
      if (portId !== undefined) {
        const port = nova.neutron.ports.get(portId);
        if (!port) throw computeError(400, "BadRequest", `Port id ${portId} could not be found.`);
        if (port.device_id !== "") {
          throw computeError(409, "Conflict", `Port ${portId} is still in use.`);
        }
        Object.assign(port, device);
        portIds.push(portId);
        continue;
      }
      const networkId = textOf(one["uuid"]);
      const network = nova.neutron.networks.get(networkId);
      if (!network) {
        throw computeError(400, "BadRequest", `Network ${networkId} could not be found.`);
      }
      if (network.subnets.length === 0) {
        throw computeError(
          400,
          "BadRequest",
          `Network ${networkId} requires a subnet in order to boot instances on.`,
        );
      }
      const fixedIp = textAt(one, "fixed_ip");
      const port = createPort(nova.neutron, projectId, {
        ...device,
        network_id: networkId,
        ...(groups.length > 0 ? { security_groups: groups } : {}),
        ...(fixedIp === undefined ? {} : { fixed_ips: [{ ip_address: fixedIp }] }),
      });
      portIds.push(port.id);
      ownPortIds.push(port.id);
    }
  } catch (error) {
    unplugNetworks(nova, { portIds, ownPortIds });
    throw error;
  }
  return { portIds, ownPortIds };
}

/** Says that a server's ports carry traffic now. */
export function bindPorts(nova: Nova, portIds: readonly string[]): void {
  for (const id of portIds) {
    const port = nova.neutron.ports.get(id);
    if (port) {
      Object.assign(port, {
        status: "ACTIVE",
        "binding:host_id": "simulator",
        "binding:vif_type": "ovs",
      });
    }
  }
}

/** Deletes the ports made for a server and frees those it was given. */
export function unplugNetworks(nova: Nova, ports: ServerPorts): void {
  for (const id of ports.portIds) {
    const port = nova.neutron.ports.get(id);
    if (!port) continue;
    if (ports.ownPortIds.includes(id)) deletePortRow(nova.neutron, id);
    else {
      Object.assign(port, {
        device_id: "",
        device_owner: "",
        status: "DOWN",
        "binding:host_id": "",
        "binding:vif_type": "unbound",
      });
    }
  }
}
