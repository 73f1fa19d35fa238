import type { HotMap, HotValue } from "@jeroboam/hot";
import {
  createFloatingIp,
  deleteFloatingIp,
  updateFloatingIp,
} from "../../neutron/floating-ips.ts";
import { textOf } from "../../json.ts";
import { ServiceError } from "../../service-error.ts";
import type { PlannedResource, ResourceType } from "../resource-type.ts";
import {
  apiFields,
  deleteIfThere,
  firstGiven,
  idOf,
  isMapValue,
  rowAttribute,
  sameTarget,
} from "./network-values.ts";
import { gatewayNetwork } from "./router-types.ts";

/** The subnets that a planned port asks for. */
function subnetsOfPort(port: PlannedResource): HotValue[] {
  const ips = port.properties["fixed_ips"];
  return (Array.isArray(ips) ? ips : [])
    .filter(isMapValue)
    .flatMap((ip) => firstGiven(ip, ["subnet", "subnet_id"]) ?? []);
}

/** The ports of the template that a property refers to. */
function portsNamed(value: HotValue | undefined, others: readonly PlannedResource[]) {
  return others.filter((one) => one.type === "OS::Neutron::Port" && refersTo(value, one.name));
}

function refersTo(value: HotValue | undefined, name: string): boolean {
  if (value === undefined || value === null || typeof value !== "object") return false;
  return "sources" in value && Array.isArray(value.sources) && value.sources.includes(name);
}

/** Router interfaces on the subnets, or on the network, of the port that gets the address. */
function interfacesFor(
  portValue: HotValue | undefined,
  others: readonly PlannedResource[],
): string[] {
  const ports = portsNamed(portValue, others);
  const wanted = ports.flatMap(subnetsOfPort);
  const networks = ports.flatMap(
    (port) => firstGiven(port.properties, ["network", "network_id"]) ?? [],
  );
  const ofNetworks = others.filter(
    (one) =>
      one.type === "OS::Neutron::Subnet" &&
      networks.some((network) =>
        sameTarget(network, firstGiven(one.properties, ["network", "network_id"])),
      ),
  );
  return others
    .filter((one) => one.type === "OS::Neutron::RouterInterface")
    .filter((one) => {
      const subnet = firstGiven(one.properties, ["subnet", "subnet_id"]);
      return (
        wanted.some((other) => sameTarget(subnet, other)) ||
        (wanted.length === 0 && ofNetworks.some((other) => refersTo(subnet, other.name)))
      );
    })
    .map((one) => one.name);
}

function associationBody(properties: HotMap, portId: string | undefined) {
  return { port_id: portId ?? null, ...apiFields(properties, ["fixed_ip_address"]) };
}

/** Floating IPs and their places on ports. */
export const floatingIpTypes: readonly ResourceType[] = [
  {
    type: "OS::Neutron::FloatingIP",
    properties: {
      dns_domain: { type: "string", updateAllowed: true },
      dns_name: { type: "string", updateAllowed: true },
      fixed_ip_address: {
        type: "string",
        updateAllowed: true,
        constraints: [{ customConstraint: "ip_addr" }],
      },
      floating_ip_address: { type: "string", constraints: [{ customConstraint: "ip_addr" }] },
      floating_network: { type: "string", constraints: [{ customConstraint: "neutron.network" }] },
      floating_network_id: {
        type: "string",
        constraints: [{ customConstraint: "neutron.network" }],
      },
      floating_subnet: { type: "string", constraints: [{ customConstraint: "neutron.subnet" }] },
      port_id: {
        type: "string",
        updateAllowed: true,
        constraints: [{ customConstraint: "neutron.port" }],
      },
      value_specs: { type: "map", default: {} },
    },
    requiresOneOf: [["floating_network", "floating_network_id"]],
    attributes: [
      "router_id",
      "tenant_id",
      "floating_network_id",
      "fixed_ip_address",
      "floating_ip_address",
      "port_id",
      "show",
    ],
    calls: {
      create: ["network", "createFloatingIp"],
      update: ["network", "updateFloatingIp"],
      delete: ["network", "deleteFloatingIp"],
    },
    create: (scope) => {
      const { neutron } = scope.heat.cloud;
      const { properties } = scope;
      const named = firstGiven(properties, ["floating_network", "floating_network_id"]);
      const port = idOf(scope, neutron.ports, "port", properties["port_id"]);
      const floatingIp = createFloatingIp(neutron, scope.owner.projectId, {
        ...apiFields(properties, ["fixed_ip_address", "floating_ip_address"]),
        floating_network_id: idOf(scope, neutron.networks, "network", named),
        ...(port === undefined ? {} : { port_id: port }),
      });
      scope.setPhysicalId(floatingIp.id);
      scope.finish();
    },
    update: (scope) => {
      const { neutron } = scope.heat.cloud;
      const port = idOf(scope, neutron.ports, "port", scope.properties["port_id"]);
      if (scope.changed.includes("port_id") || scope.changed.includes("fixed_ip_address")) {
        updateFloatingIp(
          neutron,
          scope.resource.physicalId ?? "",
          associationBody(scope.properties, port),
        );
      }
      scope.finish();
    },
    delete: (scope) => deleteIfThere(scope, (id) => deleteFloatingIp(scope.heat.cloud.neutron, id)),
    isBroken: (heat, resource) => !heat.cloud.neutron.floatingIps.has(resource.physicalId ?? ""),
    dependsOn: (self, others) => {
      const network = firstGiven(self.properties, ["floating_network", "floating_network_id"]);
      const routers = others.filter(
        (one) =>
          one.type === "OS::Neutron::Router" && sameTarget(network, gatewayNetwork(one.properties)),
      );
      const interfaces = interfacesFor(self.properties["port_id"], others);
      return [...routers.map((one) => one.name), ...interfaces];
    },
    attribute: (heat, resource, name) =>
      rowAttribute(heat.cloud.neutron.floatingIps, resource, name),
  },
  {
    type: "OS::Neutron::FloatingIPAssociation",
    properties: {
      fixed_ip_address: {
        type: "string",
        updateAllowed: true,
        constraints: [{ customConstraint: "ip_addr" }],
      },
      floatingip_id: { type: "string", required: true, updateAllowed: true },
      port_id: {
        type: "string",
        required: true,
        updateAllowed: true,
        constraints: [{ customConstraint: "neutron.port" }],
      },
    },
    attributes: ["show"],
    calls: {
      create: ["network", "updateFloatingIp"],
      update: ["network", "updateFloatingIp"],
      delete: ["network", "updateFloatingIp"],
    },
    create: (scope) => {
      const { neutron } = scope.heat.cloud;
      const port = idOf(scope, neutron.ports, "port", scope.properties["port_id"]);
      updateFloatingIp(
        neutron,
        textOf(scope.properties["floatingip_id"]),
        associationBody(scope.properties, port),
      );
      scope.setPhysicalId(scope.resource.uuid);
      scope.finish();
    },
    update: (scope) => {
      const { neutron } = scope.heat.cloud;
      const before = textOf(scope.resource.properties["floatingip_id"]);
      const port = idOf(scope, neutron.ports, "port", scope.properties["port_id"]);
      if (scope.changed.includes("floatingip_id")) {
        updateFloatingIp(neutron, before, { port_id: null });
      }
      updateFloatingIp(
        neutron,
        textOf(scope.properties["floatingip_id"]),
        associationBody(scope.properties, port),
      );
      scope.finish();
    },
    delete: (scope) => {
      try {
        if (scope.resource.physicalId !== undefined) {
          updateFloatingIp(
            scope.heat.cloud.neutron,
            textOf(scope.resource.properties["floatingip_id"]),
            { port_id: null },
          );
        }
      } catch (error) {
        if (!(error instanceof ServiceError && error.status === 404)) throw error;
      }
      scope.finish();
    },
    dependsOn: (self, others) => interfacesFor(self.properties["port_id"], others),
  },
];
