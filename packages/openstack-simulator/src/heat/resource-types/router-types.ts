import type { HotMap, HotValue } from "@jeroboam/hot";
import { isJsonObject, type JsonObject, textOf } from "../../json.ts";
import {
  addRouterInterface,
  createRouter,
  deleteRouter,
  removeRouterInterface,
  updateRouter,
} from "../../neutron/routers.ts";
import { ServiceError } from "../../service-error.ts";
import type { ResourceScope, ResourceType } from "../resource-type.ts";
import { physicalName } from "../stack.ts";
import {
  apiFields,
  deleteIfThere,
  firstGiven,
  idOf,
  isMapValue,
  rowAttribute,
} from "./network-values.ts";
import { subnetsOf } from "./port-types.ts";

function routerBody(scope: ResourceScope): JsonObject {
  const gateway = scope.properties["external_gateway_info"];
  const { networks, subnets } = scope.heat.cloud.neutron;
  const fields = apiFields(scope.properties, ["admin_state_up", "tags", "name"]);
  if (!isMapValue(gateway)) return { ...fields, external_gateway_info: {} };
  const ips = gateway["external_fixed_ips"];
  return {
    ...fields,
    external_gateway_info: {
      network_id: idOf(scope, networks, "network", gateway["network"]),
      ...(typeof gateway["enable_snat"] === "boolean"
        ? { enable_snat: gateway["enable_snat"] }
        : {}),
      ...(Array.isArray(ips)
        ? {
            external_fixed_ips: ips.filter(isJsonObject).map((ip) => ({
              ...(ip["ip_address"] ? { ip_address: ip["ip_address"] } : {}),
              ...(ip["subnet"]
                ? { subnet_id: idOf(scope, subnets, "subnet", textOf(ip["subnet"])) }
                : {}),
            })),
          }
        : {}),
    },
  };
}

function interfaceBody(scope: ResourceScope): JsonObject {
  const { neutron } = scope.heat.cloud;
  const { properties } = scope;
  const subnet = idOf(
    scope,
    neutron.subnets,
    "subnet",
    firstGiven(properties, ["subnet", "subnet_id"]),
  );
  if (subnet !== undefined) return { subnet_id: subnet };
  return {
    port_id: idOf(scope, neutron.ports, "port", firstGiven(properties, ["port", "port_id"])),
  };
}

/** The network that a router goes out to; deferred in a plan. */
export function gatewayNetwork(properties: HotMap): HotValue | undefined {
  const gateway = properties["external_gateway_info"];
  return isMapValue(gateway) ? gateway["network"] : undefined;
}

/** Routers and what joins them to subnets. */
export const routerTypes: readonly ResourceType[] = [
  {
    type: "OS::Neutron::Router",
    properties: {
      admin_state_up: { type: "boolean", default: true, updateAllowed: true },
      availability_zone_hints: { type: "list", updateAllowed: true },
      distributed: { type: "boolean" },
      external_gateway_info: {
        type: "map",
        updateAllowed: true,
        schema: {
          enable_snat: { type: "boolean", updateAllowed: true },
          external_fixed_ips: {
            type: "list",
            updateAllowed: true,
            items: {
              type: "map",
              schema: {
                ip_address: { type: "string", constraints: [{ customConstraint: "ip_addr" }] },
                subnet: { type: "string", constraints: [{ customConstraint: "neutron.subnet" }] },
              },
            },
          },
          network: {
            type: "string",
            required: true,
            updateAllowed: true,
            constraints: [{ customConstraint: "neutron.network" }],
          },
        },
      },
      ha: { type: "boolean" },
      l3_agent_ids: { type: "list", updateAllowed: true, items: { type: "string" } },
      name: { type: "string", updateAllowed: true },
      tags: { type: "list", updateAllowed: true, items: { type: "string" } },
      value_specs: { type: "map", default: {}, updateAllowed: true },
    },
    attributes: ["status", "external_gateway_info", "name", "admin_state_up", "tenant_id", "show"],
    calls: {
      create: ["network", "createRouter"],
      update: ["network", "updateRouter"],
      delete: ["network", "deleteRouter"],
    },
    create: (scope) => {
      const router = createRouter(scope.heat.cloud.neutron, scope.owner.projectId, {
        name: physicalName(scope.resource),
        ...routerBody(scope),
      });
      scope.setPhysicalId(router.id);
      scope.finish();
    },
    update: (scope) => {
      updateRouter(scope.heat.cloud.neutron, scope.resource.physicalId ?? "", routerBody(scope));
      scope.finish();
    },
    delete: (scope) => deleteIfThere(scope, (id) => deleteRouter(scope.heat.cloud.neutron, id)),
    isBroken: (heat, resource) => !heat.cloud.neutron.routers.has(resource.physicalId ?? ""),
    dependsOn: (self, others) => subnetsOf(gatewayNetwork(self.properties), others),
    attribute: (heat, resource, name) => rowAttribute(heat.cloud.neutron.routers, resource, name),
  },
  {
    type: "OS::Neutron::RouterInterface",
    properties: {
      port: { type: "string", constraints: [{ customConstraint: "neutron.port" }] },
      port_id: { type: "string", constraints: [{ customConstraint: "neutron.port" }] },
      router: { type: "string", constraints: [{ customConstraint: "neutron.router" }] },
      router_id: { type: "string", constraints: [{ customConstraint: "neutron.router" }] },
      subnet: { type: "string", constraints: [{ customConstraint: "neutron.subnet" }] },
      subnet_id: { type: "string", constraints: [{ customConstraint: "neutron.subnet" }] },
    },
    requiresOneOf: [["router", "router_id"]],
    needsSome: [["subnet", "port", "subnet_id", "port_id"]],
    attributes: ["show"],
    calls: {
      create: ["network", "addRouterInterface"],
      delete: ["network", "removeRouterInterface"],
    },
    create: (scope) => {
      const { neutron } = scope.heat.cloud;
      const named = firstGiven(scope.properties, ["router", "router_id"]);
      const router = idOf(scope, neutron.routers, "router", named) ?? "";
      const body = interfaceBody(scope);
      const port = addRouterInterface(neutron, router, body);
      const subnet = typeof body["subnet_id"] === "string" ? body["subnet_id"] : undefined;
      scope.setPhysicalId(
        subnet === undefined ? `${router}:port_id=${port.id}` : `${router}:subnet_id=${subnet}`,
      );
      scope.finish();
    },
    delete: (scope) => {
      const [router = "", target = ""] = (scope.resource.physicalId ?? "").split(":");
      const [field = "", id = ""] = target.split("=");
      try {
        removeRouterInterface(scope.heat.cloud.neutron, router, { [field]: id });
      } catch (error) {
        if (!(error instanceof ServiceError && error.status === 404)) throw error;
      }
      scope.finish();
    },
  },
];
