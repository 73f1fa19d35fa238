import { z } from "zod";
import { onlyMatch, undefinedIfAbsent } from "../transport/absence.ts";
import { collect, pages } from "../transport/pages.ts";
import { isPathSegment, path } from "../transport/query.ts";
import type { ServiceClient } from "../transport/service-client.ts";
import { timestamp } from "../wire/reply-object.ts";

type Glance = ServiceClient<"image">;

const imageSchema = z
  .looseObject({
    id: z.string(),
    name: z.string().nullish(),
    status: z.string(),
    visibility: z.string().nullish(),
    owner: z.string().nullish(),
    disk_format: z.string().nullish(),
    container_format: z.string().nullish(),
    min_disk: z.number().nullish(),
    min_ram: z.number().nullish(),
    size: z.number().nullish(),
    tags: z.array(z.string()).nullish(),
    created_at: timestamp.nullish(),
  })
  .transform((wire) => ({
    id: wire.id,
    name: wire.name ?? undefined,
    /** `active` when it can be used. */
    status: wire.status,
    visibility: wire.visibility ?? undefined,
    owner: wire.owner ?? undefined,
    diskFormat: wire.disk_format ?? undefined,
    containerFormat: wire.container_format ?? undefined,
    minimumDiskGib: wire.min_disk ?? 0,
    minimumRamMib: wire.min_ram ?? 0,
    sizeBytes: wire.size ?? undefined,
    tags: wire.tags ?? [],
    createdAt: wire.created_at ?? undefined,
    /** Every text in Glance's reply by its own name, the image's properties such as `os_distro` among them. */
    properties: textsOf(wire),
  }));
export type Image = z.output<typeof imageSchema>;

/** Which images; all given must hold. */
export interface ListImagesFilter {
  readonly name?: string;
  readonly status?: string;
  readonly visibility?: "public" | "private" | "shared" | "community" | "all";
  readonly owner?: string;
  readonly tag?: string;
  /** By property, for example `{ os_distro: "ubuntu" }`. */
  readonly properties?: Readonly<Record<string, string>>;
  /** Images asked for at a time; Glance's choice where undefined. */
  readonly pageSize?: number;
}

/** Yields images. */
export function listImages(
  glance: Glance,
  filter: ListImagesFilter = {},
): AsyncGenerator<Image, void, undefined> {
  const { properties, pageSize, ...query } = filter;
  return pages(glance, {
    path: "/images",
    field: "images",
    item: imageSchema,
    query: { ...properties, ...query },
    pageSize,
    markerOf: ({ id }) => id,
  });
}

/** Gets an image by its id; one that is not there is an error of status 404. */
export async function getImage(glance: Glance, id: string): Promise<Image> {
  return glance.json(imageSchema, { path: path`/images/${id}` });
}

/** Finds all images of an id or name; none is an empty list. */
export async function matchImages(glance: Glance, nameOrId: string): Promise<readonly Image[]> {
  if (nameOrId === "") return [];
  if (isPathSegment(nameOrId)) {
    const byId = await undefinedIfAbsent(getImage(glance, nameOrId));
    if (byId !== undefined) return [byId];
  }
  // A name with a colon or comma would be read as an operator without the quotes of `in:`.
  const name = /[:,"]/.test(nameOrId) ? `in:"${nameOrId.replaceAll('"', '\\"')}"` : nameOrId;
  return collect(listImages(glance, { name }));
}

/** Finds an image by id or name; several of one name are an {@link AmbiguousNameError}. */
export async function findImage(glance: Glance, nameOrId: string): Promise<Image | undefined> {
  return onlyMatch(await matchImages(glance, nameOrId), {
    service: "image",
    resource: "image",
    name: nameOrId,
  });
}

function textsOf(wire: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(wire)) {
    if (typeof value === "string") texts[name] = value;
  }
  return texts;
}
