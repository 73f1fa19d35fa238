import type { JsonObject } from "../json.ts";
import { textOf } from "../json.ts";
import {
  createFloatingIp,
  deleteFloatingIp,
  portDetails,
  updateFloatingIp,
} from "./floating-ips.ts";
import { createNetwork, deleteNetwork } from "./networks.ts";
import type { NetworkRow, Neutron } from "./neutron.ts";
import { createPort, deletePort, updatePort } from "./ports.ts";
import { createRouter, deleteRouter, updateRouter } from "./routers.ts";
import {
  createSecurityGroup,
  createSecurityGroupRule,
  deleteSecurityGroup,
  deleteSecurityGroupRule,
  rulesOf,
} from "./security-groups.ts";
import { createSubnet, deleteSubnet } from "./subnets.ts";

/** One collection of the API, by which all its routes are made. */
export interface Collection {
  readonly path: string;
  readonly key: string;
  readonly operation: string;
  /** As in Neutron's 404: class and sentence. */
  readonly notFound: readonly [type: string, text: (id: string) => string];
  readonly rows: Map<string, NetworkRow>;
  create(projectId: string, given: JsonObject): NetworkRow;
  update?(id: string, change: JsonObject): NetworkRow;
  delete(id: string): void;
  show?(row: NetworkRow): JsonObject;
  /** Whether others than the owner may see it. */
  isOpen?(row: NetworkRow): boolean;
}

const missing = (noun: string) => (id: string) => `${noun} ${id} could not be found.`;

/** All collections. */
export function collectionsOf(neutron: Neutron): readonly Collection[] {
  const isOpenNetwork = (row: NetworkRow | undefined) =>
    row?.["shared"] === true || row?.["router:external"] === true;
  return [
    {
      path: "networks",
      key: "network",
      operation: "Network",
      notFound: ["NetworkNotFound", missing("Network")],
      rows: neutron.networks,
      create: (projectId, given) => createNetwork(neutron, projectId, given),
      delete: (id) => deleteNetwork(neutron, id),
      isOpen: isOpenNetwork,
    },
    {
      path: "subnets",
      key: "subnet",
      operation: "Subnet",
      notFound: ["SubnetNotFound", missing("Subnet")],
      rows: neutron.subnets,
      create: (projectId, given) => createSubnet(neutron, projectId, given),
      delete: (id) => deleteSubnet(neutron, id),
      isOpen: (row) => neutron.networks.get(textOf(row["network_id"]))?.shared === true,
    },
    {
      path: "ports",
      key: "port",
      operation: "Port",
      notFound: ["PortNotFound", missing("Port")],
      rows: neutron.ports,
      create: (projectId, given) => createPort(neutron, projectId, given),
      update: (id, change) => updatePort(neutron, id, change),
      delete: (id) => deletePort(neutron, id),
    },
    {
      path: "routers",
      key: "router",
      operation: "Router",
      notFound: ["RouterNotFound", (id) => `Router ${id} could not be found`],
      rows: neutron.routers,
      create: (projectId, given) => createRouter(neutron, projectId, given),
      update: (id, change) => updateRouter(neutron, id, change),
      delete: (id) => deleteRouter(neutron, id),
    },
    {
      path: "floatingips",
      key: "floatingip",
      operation: "FloatingIp",
      notFound: ["FloatingIPNotFound", (id) => `Floating IP ${id} could not be found`],
      rows: neutron.floatingIps,
      create: (projectId, given) => createFloatingIp(neutron, projectId, given),
      update: (id, change) => updateFloatingIp(neutron, id, change),
      delete: (id) => deleteFloatingIp(neutron, id),
      show: (row) => ({ ...row, port_details: portDetails(neutron, textOf(row["port_id"])) }),
    },
    {
      path: "security-groups",
      key: "security_group",
      operation: "SecurityGroup",
      notFound: ["SecurityGroupNotFound", (id) => `Security group ${id} does not exist`],
      rows: neutron.securityGroups,
      create: (projectId, given) => createSecurityGroup(neutron, projectId, given),
      delete: (id) => deleteSecurityGroup(neutron, id),
      show: (row) => ({ ...row, security_group_rules: rulesOf(neutron, row.id) }),
    },
    {
      path: "security-group-rules",
      key: "security_group_rule",
      operation: "SecurityGroupRule",
      notFound: ["SecurityGroupRuleNotFound", (id) => `Security group rule ${id} does not exist`],
      rows: neutron.securityGroupRules,
      create: (projectId, given) => createSecurityGroupRule(neutron, projectId, given),
      delete: (id) => deleteSecurityGroupRule(neutron, id),
    },
  ];
}
