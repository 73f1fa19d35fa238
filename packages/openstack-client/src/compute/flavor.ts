import { z } from "zod";
import { defineCollection } from "../transport/collection.ts";
import { requestObject } from "../wire/request-object.ts";

const flavorSchema = z
  .looseObject({
    id: z.string(),
    name: z.string(),
    ram: z.number(),
    vcpus: z.number(),
    disk: z.number(),
    // Nova says "" for none before microversion 2.75.
    swap: z.union([z.number(), z.string()]).nullish(),
    "OS-FLV-EXT-DATA:ephemeral": z.number().nullish(),
    "os-flavor-access:is_public": z.boolean().nullish(),
    description: z.string().nullish(),
  })
  .transform((wire) => ({
    id: wire.id,
    name: wire.name,
    memoryMib: wire.ram,
    vcpus: wire.vcpus,
    diskGib: wire.disk,
    swapMib: Number(wire.swap ?? 0),
    ephemeralGib: wire["OS-FLV-EXT-DATA:ephemeral"] ?? 0,
    isPublic: wire["os-flavor-access:is_public"] ?? true,
    description: wire.description ?? undefined,
  }));
export type Flavor = z.output<typeof flavorSchema>;

const flavors = defineCollection("compute", {
  path: "/flavors",
  listPath: "/flavors/detail",
  singular: "flavor",
  plural: "flavors",
  item: flavorSchema,
  filter: requestObject(
    { minimumDiskGib: z.number().optional(), minimumMemoryMib: z.number().optional() },
    { minimumDiskGib: "minDisk", minimumMemoryMib: "minRam" },
  ),
  request: requestObject({
    name: z.string(),
    ram: z.number().int().positive(),
    vcpus: z.number().int().positive(),
    disk: z.number().int().nonnegative(),
  }),
  nameOf: (flavor) => flavor.name,
});

/** Yields the flavors the identity may use. */
export const listFlavors = flavors.list;
/** Gets a flavor by its id; one that is not there is an error of status 404. */
export const getFlavor = flavors.get;
/** Finds all flavors of an id or name; none is an empty list. */
export const matchFlavors = flavors.match;
/** Finds a flavor by id or name. */
export const findFlavor = flavors.find;
