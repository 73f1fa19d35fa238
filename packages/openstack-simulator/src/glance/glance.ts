import type { Call, Route } from "../http/route.ts";
import type { SimulatorClock } from "../clock.ts";
import { type JsonObject, textOf } from "../json.ts";
import { isAdmin } from "../keystone/identity.ts";
import type { Random } from "../random.ts";
import { ServiceError } from "../service-error.ts";

/** An image; properties such as `os_distro` stand beside the rest. */
export interface Image extends JsonObject {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly owner: string;
  readonly visibility: string;
}

/** Glance: images, no data. */
export interface Glance {
  readonly images: Map<string, Image>;
  readonly clock: SimulatorClock;
  readonly random: Random;
}

/** Registers an image that is ready to use. */
export function createImage(
  glance: Glance,
  wanted: { readonly name: string; readonly owner: string; readonly properties: JsonObject },
): Image {
  const id = glance.random.uuid();
  const at = glance.clock.date().toISOString().replace(/\.\d+/, "");
  const image: Image = {
    disk_format: "raw",
    container_format: "bare",
    visibility: "public",
    size: 65_536,
    virtual_size: 65_536,
    checksum: "fcd6bcb56c1689fcef28b57c22475bad",
    os_hash_algo: "sha512",
    os_hash_value: "fcd6bcb56c1689fc".repeat(8),
    stores: "file",
    protected: false,
    min_ram: 0,
    min_disk: 0,
    os_hidden: false,
    tags: [],
    ...wanted.properties,
    id,
    name: wanted.name,
    owner: wanted.owner,
    status: "active",
    created_at: at,
    updated_at: at,
    self: `/v2/images/${id}`,
    file: `/v2/images/${id}/file`,
    schema: "/v2/schemas/image",
  };
  glance.images.set(id, image);
  return image;
}

/** An image by id or unique name; Heat's and Nova's way of finding one. */
export function findImage(glance: Glance, nameOrId: string): Image | undefined {
  return (
    glance.images.get(nameOrId) ??
    [...glance.images.values()].find((image) => image.name === nameOrId)
  );
}

const notFilters = new Set(["limit", "marker", "sort", "sort_key", "sort_dir"]);

function firstPage({ query }: Call): string {
  const first = new URLSearchParams(query);
  first.delete("marker");
  return first.size > 0 ? `/v2/images?${first.toString()}` : "/v2/images";
}

/** Images: list with filters and pages, look at, make, change, delete. */
export function imageRoutes(glance: Glance): readonly Route[] {
  const imageOf = (id: string): Image => {
    const image = glance.images.get(id);
    if (!image) {
      throw new ServiceError("image", 404, "HTTPNotFound", `No image found with ID ${id}`);
    }
    return image;
  };
  return [
    {
      method: "GET",
      path: "/images",
      operation: "listImages",
      handle: (call) => {
        const filters = [...call.query].filter(([key]) => !notFilters.has(key));
        const seen = [...glance.images.values()]
          .filter(
            (image) =>
              image.visibility === "public" ||
              image.owner === call.identity.projectId ||
              isAdmin(call.identity),
          )
          .filter((image) =>
            filters.every(([key, value]) => textOf(image[key]) === value.replace(/^in:/, "")),
          );
        const marker = call.query.get("marker");
        const start = marker === null ? 0 : seen.findIndex((image) => image.id === marker) + 1;
        const limit = Number(call.query.get("limit") ?? 1000);
        const images = seen.slice(start, start + limit);
        const last = images.at(-1);
        const query = new URLSearchParams(call.query);
        if (last) query.set("marker", last.id);
        const hasMore = last !== undefined && start + limit < seen.length;
        return {
          body: {
            images,
            first: firstPage(call),
            schema: "/v2/schemas/images",
            ...(hasMore ? { next: `/v2/images?${query.toString()}` } : {}),
          },
        };
      },
    },
    {
      method: "POST",
      path: "/images",
      operation: "createImage",
      handle: (call) => ({
        status: 201,
        body: createImage(glance, {
          name: textOf(call.body["name"]),
          owner: call.identity.projectId ?? "",
          properties: { visibility: "shared", ...call.body },
        }),
      }),
    },
    {
      method: "GET",
      path: "/images/:id",
      operation: "showImage",
      handle: (call) => ({ body: imageOf(call.path["id"] ?? "") }),
    },
    {
      method: "PUT",
      path: "/images/:id/file",
      operation: "uploadImage",
      handle: (call) => {
        imageOf(call.path["id"] ?? "");
        return { status: 204 };
      },
    },
    {
      method: "DELETE",
      path: "/images/:id",
      operation: "deleteImage",
      handle: (call) => {
        const image = imageOf(call.path["id"] ?? "");
        if (image.owner !== call.identity.projectId && !isAdmin(call.identity)) {
          throw new ServiceError(
            "image",
            403,
            "HTTPForbidden",
            "You are not authorized to complete delete_image action.",
          );
        }
        glance.images.delete(image.id);
        return { status: 204 };
      },
    },
    {
      method: "GET",
      path: "/schemas/image",
      operation: "showSchema",
      handle: () => ({
        body: { name: "image", properties: {}, additionalProperties: { type: "string" } },
      }),
    },
  ];
}
