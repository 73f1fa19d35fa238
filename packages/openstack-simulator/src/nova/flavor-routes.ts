import type { Route } from "../http/route.ts";
import type { JsonObject } from "../json.ts";
import { computeError, computeLinks, type Flavor, type Nova } from "./nova.ts";

function flavorBody(flavor: Flavor, origin: string): JsonObject {
  return {
    id: flavor.id,
    name: flavor.name,
    vcpus: flavor.vcpus,
    ram: flavor.ram,
    disk: flavor.disk,
    swap: "",
    rxtx_factor: 1,
    "OS-FLV-EXT-DATA:ephemeral": 0,
    "OS-FLV-DISABLED:disabled": false,
    "os-flavor-access:is_public": true,
    description: null,
    extra_specs: {},
    links: computeLinks(origin, `flavors/${flavor.id}`),
  };
}

/** Flavors, availability zones and extensions: read only. */
export function flavorRoutes(nova: Nova): readonly Route[] {
  const flavorOf = (id: string): Flavor => {
    const flavor = nova.flavors.get(id);
    if (!flavor) throw computeError(404, "NotFound", `Flavor ${id} could not be found.`);
    return flavor;
  };
  return [
    {
      method: "GET",
      path: "/flavors",
      operation: "listFlavors",
      handle: (call) => ({
        body: {
          flavors: [...nova.flavors.values()].map(({ id, name }) => ({
            id,
            name,
            links: computeLinks(call.origin, `flavors/${id}`),
          })),
        },
      }),
    },
    {
      method: "GET",
      path: "/flavors/detail",
      operation: "listFlavors",
      handle: (call) => ({
        body: { flavors: [...nova.flavors.values()].map((one) => flavorBody(one, call.origin)) },
      }),
    },
    {
      method: "GET",
      path: "/flavors/:id",
      operation: "showFlavor",
      handle: (call) => ({
        body: { flavor: flavorBody(flavorOf(call.path["id"] ?? ""), call.origin) },
      }),
    },
    {
      method: "GET",
      path: "/flavors/:id/os-extra_specs",
      operation: "showFlavor",
      handle: (call) => {
        flavorOf(call.path["id"] ?? "");
        return { body: { extra_specs: {} } };
      },
    },
    {
      method: "GET",
      path: "/os-availability-zone",
      operation: "listAvailabilityZones",
      handle: () => ({
        body: {
          availabilityZoneInfo: [{ zoneName: "nova", zoneState: { available: true }, hosts: null }],
        },
      }),
    },
    {
      method: "GET",
      path: "/extensions",
      operation: "listExtensions",
      handle: () => ({ body: { extensions: [] } }),
    },
  ];
}
