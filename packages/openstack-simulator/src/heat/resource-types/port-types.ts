import type { HotMap, HotValue } from "@jeroboam/hot";
import { isJsonObject, type JsonObject, textOf } from "../../json.ts";
import { createPort, deletePort, updatePort } from "../../neutron/ports.ts";
import type { PlannedResource, ResourceScope, ResourceType } from "../resource-type.ts";
import { physicalName } from "../stack.ts";
import {
  apiFields,
  deleteIfThere,
  firstGiven,
  idOf,
  rowAttribute,
  sameTarget,
} from "./network-values.ts";

const portFields = [
  "admin_state_up",
  "allowed_address_pairs",
  "device_id",
  "device_owner",
  "dns_name",
  "mac_address",
  "port_security_enabled",
  "binding:vnic_type",
  "tags",
  "name",
];

function securityGroupIds(scope: ResourceScope, value: HotValue | undefined): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const { securityGroups } = scope.heat.cloud.neutron;
  return value.flatMap((one) => idOf(scope, securityGroups, "security_group", one) ?? []);
}

function portBody(scope: ResourceScope, names: readonly string[]): JsonObject {
  const { properties } = scope;
  const { subnets } = scope.heat.cloud.neutron;
  const fixedIps = properties["fixed_ips"];
  const groups = securityGroupIds(scope, properties["security_groups"]);
  const pairs = properties["allowed_address_pairs"];
  const body: JsonObject = { ...apiFields(properties, names) };
  if (Array.isArray(pairs) && names.includes("allowed_address_pairs")) {
    body["allowed_address_pairs"] = pairs
      .filter(isJsonObject)
      .map((pair) =>
        Object.fromEntries(Object.entries(pair).filter(([, value]) => value !== null)),
      );
  }
  if (groups !== undefined) body["security_groups"] = groups;
  if (properties["no_fixed_ips"] === true) body["fixed_ips"] = [];
  // Heat leaves out an empty list, by which Neutron would give no address.
  else if (Array.isArray(fixedIps) && fixedIps.length > 0) {
    body["fixed_ips"] = fixedIps.filter(isJsonObject).map((one) => {
      const subnet = idOf(scope, subnets, "subnet", textOf(one["subnet"] ?? one["subnet_id"]));
      const address = textOf(one["ip_address"]);
      return {
        ...(subnet === undefined ? {} : { subnet_id: subnet }),
        ...(address === "" ? {} : { ip_address: address }),
      };
    });
  }
  return body;
}

/** The subnets of the template that belong to a network of the template. */
export function subnetsOf(
  network: HotValue | undefined,
  others: readonly PlannedResource[],
): readonly string[] {
  return others
    .filter((one) => one.type === "OS::Neutron::Subnet")
    .filter((one) => sameTarget(network, firstGiven(one.properties, ["network", "network_id"])))
    .map((one) => one.name);
}

const networkOf = (properties: HotMap): HotValue | undefined =>
  firstGiven(properties, ["network", "network_id"]);

/** Ports. */
export const portTypes: readonly ResourceType[] = [
  {
    type: "OS::Neutron::Port",
    properties: {
      admin_state_up: { type: "boolean", default: true, updateAllowed: true },
      allowed_address_pairs: {
        type: "list",
        updateAllowed: true,
        items: {
          type: "map",
          schema: {
            ip_address: {
              type: "string",
              required: true,
              constraints: [{ customConstraint: "ip_or_cidr" }],
            },
            mac_address: { type: "string", constraints: [{ customConstraint: "mac_addr" }] },
          },
        },
      },
      "binding:vnic_type": {
        type: "string",
        default: "normal",
        updateAllowed: true,
        constraints: [
          {
            allowedValues: [
              "normal",
              "direct",
              "macvtap",
              "direct-physical",
              "baremetal",
              "virtio-forwarder",
              "smart-nic",
            ],
          },
        ],
      },
      device_id: { type: "string", default: "", updateAllowed: true },
      device_owner: { type: "string", default: "", updateAllowed: true },
      dns_name: { type: "string", updateAllowed: true },
      fixed_ips: {
        type: "list",
        updateAllowed: true,
        items: {
          type: "map",
          schema: {
            ip_address: { type: "string", constraints: [{ customConstraint: "ip_addr" }] },
            subnet: { type: "string", constraints: [{ customConstraint: "neutron.subnet" }] },
            subnet_id: { type: "string", constraints: [{ customConstraint: "neutron.subnet" }] },
          },
        },
      },
      mac_address: { type: "string", constraints: [{ customConstraint: "mac_addr" }] },
      name: { type: "string", updateAllowed: true },
      network: { type: "string", constraints: [{ customConstraint: "neutron.network" }] },
      network_id: { type: "string", constraints: [{ customConstraint: "neutron.network" }] },
      no_fixed_ips: { type: "boolean", default: false, updateAllowed: true },
      port_security_enabled: { type: "boolean", updateAllowed: true },
      propagate_uplink_status: { type: "boolean", updateAllowed: true },
      qos_policy: { type: "string", updateAllowed: true },
      replacement_policy: { type: "string", default: "AUTO", updateAllowed: true },
      security_groups: { type: "list", updateAllowed: true },
      tags: { type: "list", updateAllowed: true, items: { type: "string" } },
      value_specs: { type: "map", default: {}, updateAllowed: true },
    },
    requiresOneOf: [["network", "network_id"]],
    attributes: [
      "admin_state_up",
      "device_id",
      "device_owner",
      "fixed_ips",
      "mac_address",
      "name",
      "network_id",
      "security_groups",
      "status",
      "tenant_id",
      "allowed_address_pairs",
      "subnets",
      "port_security_enabled",
      "qos_policy_id",
      "dns_assignment",
      "network",
      "propagate_uplink_status",
      "show",
    ],
    calls: {
      create: ["network", "createPort"],
      update: ["network", "updatePort"],
      delete: ["network", "deletePort"],
    },
    create: (scope) => {
      const { neutron } = scope.heat.cloud;
      const port = createPort(neutron, scope.owner.projectId, {
        name: physicalName(scope.resource),
        ...portBody(scope, portFields),
        network_id: idOf(scope, neutron.networks, "network", networkOf(scope.properties)),
      });
      scope.setPhysicalId(port.id);
      scope.finish();
    },
    update: (scope) => {
      const changed = portFields.filter((name) => scope.changed.includes(name));
      const body = portBody(scope, changed);
      if (!scope.changed.includes("fixed_ips")) delete body["fixed_ips"];
      updatePort(scope.heat.cloud.neutron, scope.resource.physicalId ?? "", body);
      scope.finish();
    },
    delete: (scope) => deleteIfThere(scope, (id) => deletePort(scope.heat.cloud.neutron, id)),
    isBroken: (heat, resource) => !heat.cloud.neutron.ports.has(resource.physicalId ?? ""),
    dependsOn: (self, others) => subnetsOf(networkOf(self.properties), others),
    attribute: (heat, resource, name) => {
      const { neutron } = heat.cloud;
      const port = neutron.ports.get(resource.physicalId ?? "");
      if (name === "subnets") {
        const rows = port?.fixed_ips.map((ip) => neutron.subnets.get(ip.subnet_id)) ?? [];
        return JSON.parse(JSON.stringify(rows));
      }
      if (name === "network") {
        return JSON.parse(JSON.stringify(neutron.networks.get(port?.network_id ?? "") ?? null));
      }
      return rowAttribute(neutron.ports, resource, name);
    },
  },
];
