import type { HotMap } from "@jeroboam/hot";
import { findImage } from "../../glance/glance.ts";
import { isJsonObject, type JsonObject, textOf } from "../../json.ts";
import { findFlavor, type Nova, type Server } from "../../nova/nova.ts";
import { bindPorts, plugNetworks, unplugNetworks } from "../../nova/server-networks.ts";
import {
  createServer,
  deleteServer,
  getServer,
  passThrough,
  setMetadata,
} from "../../nova/servers.ts";
import type { Heat } from "../heat.ts";
import { heatError } from "../heat-error.ts";
import { ResourceError } from "../resource-failure.ts";
import type { PlannedResource, ResourceScope, ResourceType } from "../resource-type.ts";
import { type HeatResource, physicalName } from "../stack.ts";
import { firstGiven, idOf, isMapValue } from "./network-values.ts";
import { subnetsOf } from "./port-types.ts";
import { SERVER_ATTRIBUTES, serverAttribute } from "./server-attributes.ts";
import { serverProperties } from "./server-properties.ts";

function networkRequests(scope: ResourceScope): unknown {
  const given = scope.properties["networks"];
  if (!Array.isArray(given)) {
    throw new ResourceError("ValueError", "nics are required after microversion 2.36");
  }
  const { networks, ports, subnets } = scope.heat.cloud.neutron;
  const wanted = given.filter(isMapValue);
  if (wanted.some((one) => one["allocate_network"] === "none")) return "none";
  return wanted.map((one) => {
    const port = idOf(scope, ports, "port", one["port"]);
    if (port !== undefined) return { port };
    const subnet = subnets.get(idOf(scope, subnets, "subnet", one["subnet"]) ?? "");
    const network = idOf(scope, networks, "network", firstGiven(one, ["network", "uuid"]));
    const fixedIp = textOf(one["fixed_ip"]);
    return {
      uuid: network ?? subnet?.network_id,
      ...(fixedIp === "" ? {} : { fixed_ip: fixedIp }),
    };
  });
}

function userDataOf(scope: ResourceScope): string {
  const given = textOf(scope.properties["user_data"]);
  return scope.heat.softwareConfigs.get(given)?.config ?? given;
}

function serverRequest(scope: ResourceScope): JsonObject {
  const { properties, heat } = scope;
  const userData = userDataOf(scope);
  const groups = properties["security_groups"];
  const image = textOf(properties["image"]);
  const keyName = textOf(properties["key_name"]);
  const zone = textOf(properties["availability_zone"]);
  return {
    name: textOf(properties["name"]) || physicalName(scope.resource, 53),
    flavorRef: findFlavor(heat.cloud.nova, textOf(properties["flavor"]))?.id,
    imageRef: findImage(heat.cloud.glance, image)?.id ?? image,
    metadata: properties["metadata"],
    networks: networkRequests(scope),
    block_device_mapping_v2: blockDevices(properties),
    config_drive: properties["config_drive"],
    security_groups: (Array.isArray(groups) ? groups : []).map((one) => ({ name: textOf(one) })),
    ...(keyName === "" ? {} : { key_name: keyName }),
    ...(zone === "" ? {} : { availability_zone: zone }),
    ...(userData === "" ? {} : { user_data: Buffer.from(userData).toString("base64") }),
  };
}

function blockDevices(properties: HotMap): JsonObject[] {
  return ["block_device_mapping", "block_device_mapping_v2"].flatMap((key) => {
    const given = properties[key];
    return (Array.isArray(given) ? given : []).filter(isJsonObject).flatMap((one) => {
      const source = textOf(one["volume_id"]) || textOf(one["image"]);
      return source === "" ? [] : [{ uuid: source }];
    });
  });
}

/** Ends the action when the server has become ACTIVE or failed. */
function awaitServer(scope: ResourceScope, server: Server): void {
  const { nova } = scope.heat.cloud;
  const listener = (changed: Server, event: string): void => {
    if (changed !== server || event === "metadata") return;
    nova.listeners.delete(listener);
    if (event === "active") scope.finish();
    else {
      const why = server.fault
        ? `Message: ${server.fault.message}, Code: ${server.fault.code}`
        : "Message: Unknown, Code: Unknown";
      scope.fail("ResourceInError", `Went to status ${server.status} due to "${why}"`);
    }
  };
  nova.listeners.add(listener);
}

function updateServer(scope: ResourceScope): void {
  const { nova, glance } = scope.heat.cloud;
  const server = getServer(nova, scope.resource.physicalId ?? "");
  const { changed, properties } = scope;
  if (changed.includes("name")) server.name = textOf(properties["name"]) || server.name;
  if (changed.includes("metadata")) {
    const given = isMapValue(properties["metadata"]) ? properties["metadata"] : {};
    const metadata = Object.entries(given).map(([key, value]) => [key, textOf(value)]);
    setMetadata(nova, server, Object.fromEntries(metadata));
  }
  if (changed.includes("networks")) replug(scope, nova, server);
  const isResized = changed.includes("flavor");
  const isRebuilt = changed.includes("image") || changed.includes("user_data");
  if (isResized) server.flavor = findFlavor(nova, textOf(properties["flavor"])) ?? server.flavor;
  if (changed.includes("image"))
    server.imageId = findImage(glance, textOf(properties["image"]))?.id;
  if (changed.includes("user_data"))
    server.userData = Buffer.from(userDataOf(scope)).toString("base64");
  if (isResized || (isRebuilt && properties["user_data_update_policy"] !== "IGNORE")) {
    awaitServer(scope, server);
    passThrough(nova, server, isResized ? "RESIZE" : "REBUILD");
  } else scope.finish();
}

function replug(scope: ResourceScope, nova: Nova, server: Server): void {
  const before = { portIds: server.portIds, ownPortIds: server.ownPortIds };
  unplugNetworks(nova, before);
  const ports = plugNetworks(nova, server.projectId, server.id, networkRequests(scope), []);
  Object.assign(server, ports);
  bindPorts(nova, server.portIds);
}

/** Ports that the server did not make itself go to its replacement. */
function freePorts(heat: Heat, resource: HeatResource): void {
  const { nova } = heat.cloud;
  const server = nova.servers.get(resource.physicalId ?? "");
  if (!server) return;
  const given = server.portIds.filter((id) => !server.ownPortIds.includes(id));
  unplugNetworks(nova, { portIds: given, ownPortIds: [] });
  Object.assign(server, { portIds: server.ownPortIds });
}

function removeServer(scope: ResourceScope): void {
  const { nova } = scope.heat.cloud;
  const server = nova.servers.get(scope.resource.physicalId ?? "");
  if (!server) {
    scope.finish();
    return;
  }
  const listener = (changed: Server, event: string): void => {
    if (changed !== server || event !== "deleted") return;
    nova.listeners.delete(listener);
    scope.finish();
  };
  nova.listeners.add(listener);
  deleteServer(nova, server.id);
}

/** The subnets of the networks that a server asks for. */
function subnetsOfServer(
  self: PlannedResource,
  others: readonly PlannedResource[],
): readonly string[] {
  const networks = self.properties["networks"];
  return (Array.isArray(networks) ? networks : [])
    .filter(isMapValue)
    .flatMap((one) => subnetsOf(firstGiven(one, ["network", "uuid"]), others));
}

function replacesServer(_before: HotMap, after: HotMap, changed: readonly string[]): boolean {
  if (changed.includes("flavor") && after["flavor_update_policy"] === "REPLACE") return true;
  if (changed.includes("image") && after["image_update_policy"] === "REPLACE") return true;
  return changed.includes("user_data") && after["user_data_update_policy"] === "REPLACE";
}

function validateServer(name: string, properties: HotMap): void {
  const hasImage = properties["image"] !== null && properties["image"] !== undefined;
  if (!hasImage && blockDevices(properties).length === 0) {
    throw heatError(
      400,
      "StackValidationFailed",
      `Neither image nor bootable volume is specified for instance ${name}`,
    );
  }
  const networks = properties["networks"];
  for (const one of (Array.isArray(networks) ? networks : []).filter(isMapValue)) {
    const ways = ["network", "uuid", "port", "allocate_network", "subnet"];
    if (firstGiven(one, ways) === undefined) {
      throw heatError(
        400,
        "StackValidationFailed",
        `One of the properties "network", "port", "allocate_network" or "subnet" should be set for the specified network of server "${name}".`,
      );
    }
  }
}

/** `OS::Nova::Server`. */
export const serverType: ResourceType = {
  type: "OS::Nova::Server",
  properties: serverProperties,
  attributes: SERVER_ATTRIBUTES,
  calls: {
    create: ["compute", "createServer"],
    update: ["compute", "updateServer"],
    delete: ["compute", "deleteServer"],
  },
  create: (scope) => {
    const server = createServer(scope.heat.cloud.nova, scope.owner, serverRequest(scope));
    scope.setPhysicalId(server.id);
    awaitServer(scope, server);
  },
  update: updateServer,
  delete: removeServer,
  isBroken: (heat, resource) => {
    const status = heat.cloud.nova.servers.get(resource.physicalId ?? "")?.status;
    return status === undefined || status === "ERROR";
  },
  replacesOn: replacesServer,
  prepareForReplace: freePorts,
  dependsOn: subnetsOfServer,
  validate: validateServer,
  attribute: serverAttribute,
};
