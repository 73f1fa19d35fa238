import type { Answer, Call, Route } from "../http/route.ts";
import type { JsonObject } from "../json.ts";
import { computeError, computeLinks, type Flavor, type Nova } from "./nova.ts";
import { microversionOf, minorOf } from "./microversion.ts";
import { nextPageLinks } from "./page-links.ts";

function flavorBody(flavor: Flavor, { origin, headers }: Call): JsonObject {
  const minor = minorOf(microversionOf(headers));
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
    ...(minor >= 55 ? { description: null } : {}),
    ...(minor >= 61 ? { extra_specs: {} } : {}),
    links: computeLinks(origin, `flavors/${flavor.id}`),
  };
}

/** A page of flavors, in full or with their names only. */
function listFlavors(nova: Nova, call: Call, show: (flavor: Flavor) => JsonObject): Answer {
  const flavors = [...nova.flavors.values()];
  const marker = call.query.get("marker");
  const start = marker === null ? 0 : flavors.findIndex(({ id }) => id === marker) + 1;
  const limit = Number(call.query.get("limit") ?? 1000);
  const page = flavors.slice(start, start + limit);
  return { body: { flavors: page.map(show), ...nextPageLinks("flavors", page, limit, call) } };
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
      handle: (call) =>
        listFlavors(nova, call, ({ id, name }) => ({
          id,
          name,
          links: computeLinks(call.origin, `flavors/${id}`),
        })),
    },
    {
      method: "GET",
      path: "/flavors/detail",
      operation: "listFlavors",
      handle: (call) => listFlavors(nova, call, (flavor) => flavorBody(flavor, call)),
    },
    {
      method: "GET",
      path: "/flavors/:id",
      operation: "showFlavor",
      handle: (call) => ({
        body: { flavor: flavorBody(flavorOf(call.path["id"] ?? ""), call) },
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
