import { textOf } from "../../json.ts";
import { createNetwork, deleteNetwork, getNetwork } from "../../neutron/networks.ts";
import { createSubnet, deleteSubnet, getSubnet } from "../../neutron/subnets.ts";
import { allocationPool } from "../property-schemas.ts";
import type { ResourceType } from "../resource-type.ts";
import { physicalName } from "../stack.ts";
import { apiFields, deleteIfThere, firstGiven, idOf, rowAttribute } from "./network-values.ts";

const networkFields = [
  "admin_state_up",
  "shared",
  "port_security_enabled",
  "dns_domain",
  "tags",
  "name",
];
const subnetFields = [
  "allocation_pools",
  "cidr",
  "dns_nameservers",
  "enable_dhcp",
  "host_routes",
  "ip_version",
  "tags",
  "name",
];

/** Networks and subnets. */
export const networkTypes: readonly ResourceType[] = [
  {
    type: "OS::Neutron::Net",
    properties: {
      admin_state_up: { type: "boolean", default: true, updateAllowed: true },
      availability_zone_hints: { type: "list" },
      dhcp_agent_ids: { type: "list", updateAllowed: true },
      dns_domain: { type: "string", updateAllowed: true },
      name: { type: "string", updateAllowed: true },
      port_security_enabled: { type: "boolean", updateAllowed: true },
      qos_policy: { type: "string", updateAllowed: true },
      shared: { type: "boolean", default: false, updateAllowed: true },
      tags: { type: "list", updateAllowed: true, items: { type: "string" } },
      tenant_id: { type: "string" },
      value_specs: { type: "map", default: {}, updateAllowed: true },
    },
    attributes: [
      "status",
      "name",
      "subnets",
      "admin_state_up",
      "tenant_id",
      "port_security_enabled",
      "mtu",
      "qos_policy_id",
      "l2_adjacency",
      "segments",
      "show",
    ],
    calls: {
      create: ["network", "createNetwork"],
      update: ["network", "updateNetwork"],
      delete: ["network", "deleteNetwork"],
    },
    create: (scope) => {
      const network = createNetwork(scope.heat.cloud.neutron, scope.owner.projectId, {
        name: physicalName(scope.resource),
        ...apiFields(scope.properties, networkFields),
      });
      scope.setPhysicalId(network.id);
      scope.finish();
    },
    update: (scope) => {
      const network = getNetwork(scope.heat.cloud.neutron, scope.resource.physicalId ?? "");
      Object.assign(network, apiFields(scope.properties, networkFields));
      scope.finish();
    },
    delete: (scope) => deleteIfThere(scope, (id) => deleteNetwork(scope.heat.cloud.neutron, id)),
    isBroken: (heat, resource) => !heat.cloud.neutron.networks.has(resource.physicalId ?? ""),
    attribute: (heat, resource, name) => rowAttribute(heat.cloud.neutron.networks, resource, name),
  },
  {
    type: "OS::Neutron::Subnet",
    properties: {
      allocation_pools: { type: "list", updateAllowed: true, items: allocationPool },
      cidr: { type: "string", constraints: [{ customConstraint: "net_cidr" }] },
      dns_nameservers: { type: "list", default: [], updateAllowed: true },
      enable_dhcp: { type: "boolean", default: true, updateAllowed: true },
      gateway_ip: { type: "string", updateAllowed: true },
      host_routes: {
        type: "list",
        updateAllowed: true,
        items: {
          type: "map",
          schema: {
            destination: {
              type: "string",
              required: true,
              constraints: [{ customConstraint: "net_cidr" }],
            },
            nexthop: {
              type: "string",
              required: true,
              constraints: [{ customConstraint: "ip_addr" }],
            },
          },
        },
      },
      ip_version: { type: "integer", default: 4, constraints: [{ allowedValues: [4, 6] }] },
      ipv6_address_mode: { type: "string" },
      ipv6_ra_mode: { type: "string" },
      name: { type: "string", updateAllowed: true },
      network: { type: "string", constraints: [{ customConstraint: "neutron.network" }] },
      network_id: { type: "string", constraints: [{ customConstraint: "neutron.network" }] },
      prefixlen: { type: "integer", constraints: [{ range: { min: 0 } }] },
      segment: { type: "string", updateAllowed: true },
      subnetpool: { type: "string", constraints: [{ customConstraint: "neutron.subnetpool" }] },
      tags: { type: "list", updateAllowed: true, items: { type: "string" } },
      tenant_id: { type: "string" },
      value_specs: { type: "map", default: {}, updateAllowed: true },
    },
    requiresOneOf: [["network", "network_id"]],
    attributes: [
      "name",
      "network_id",
      "tenant_id",
      "allocation_pools",
      "gateway_ip",
      "host_routes",
      "ip_version",
      "cidr",
      "dns_nameservers",
      "enable_dhcp",
      "show",
    ],
    calls: {
      create: ["network", "createSubnet"],
      update: ["network", "updateSubnet"],
      delete: ["network", "deleteSubnet"],
    },
    create: (scope) => {
      const { neutron } = scope.heat.cloud;
      const { properties } = scope;
      const gateway = properties["gateway_ip"];
      const hasGateway = gateway !== null && gateway !== undefined;
      const subnet = createSubnet(neutron, scope.owner.projectId, {
        name: physicalName(scope.resource),
        ...apiFields(properties, subnetFields),
        network_id: idOf(
          scope,
          neutron.networks,
          "network",
          firstGiven(properties, ["network", "network_id"]),
        ),
        // An empty gateway means none.
        ...(hasGateway ? { gateway_ip: textOf(gateway) === "" ? null : gateway } : {}),
      });
      scope.setPhysicalId(subnet.id);
      scope.finish();
    },
    update: (scope) => {
      const subnet = getSubnet(scope.heat.cloud.neutron, scope.resource.physicalId ?? "");
      Object.assign(subnet, apiFields(scope.properties, subnetFields));
      scope.finish();
    },
    delete: (scope) => deleteIfThere(scope, (id) => deleteSubnet(scope.heat.cloud.neutron, id)),
    isBroken: (heat, resource) => !heat.cloud.neutron.subnets.has(resource.physicalId ?? ""),
    attribute: (heat, resource, name) => rowAttribute(heat.cloud.neutron.subnets, resource, name),
  },
];
