import { z } from "zod";
import { deleted, undefinedIfAbsent } from "../transport/absence.ts";
import { pages } from "../transport/pages.ts";
import { path, type Query } from "../transport/query.ts";
import type { ServiceClient } from "../transport/service-client.ts";
import { timestamp } from "../wire/reply-object.ts";
import { requestObject, toWire } from "../wire/request-object.ts";
import { serverRequestSchema } from "./server-request.ts";

type Nova = ServiceClient<"compute">;

const addressSchema = z
  .looseObject({
    addr: z.string(),
    version: z.number(),
    "OS-EXT-IPS:type": z.string().nullish(),
    "OS-EXT-IPS-MAC:mac_addr": z.string().nullish(),
  })
  .transform((wire) => ({
    address: wire.addr,
    version: wire.version,
    /** `fixed` or `floating`. */
    type: wire["OS-EXT-IPS:type"] ?? undefined,
    macAddress: wire["OS-EXT-IPS-MAC:mac_addr"] ?? undefined,
  }));

const serverSchema = z
  .looseObject({
    id: z.string(),
    name: z.string(),
    status: z.string(),
    tenant_id: z.string().nullish(),
    user_id: z.string().nullish(),
    created: timestamp.nullish(),
    updated: timestamp.nullish(),
    addresses: z.record(z.string(), z.array(addressSchema)).nullish(),
    // Empty text for a server that boots from a volume.
    image: z.union([z.looseObject({ id: z.string() }), z.string()]).nullish(),
    // An id before microversion 2.47, the flavor's values since.
    flavor: z
      .looseObject({ id: z.string().nullish(), original_name: z.string().nullish() })
      .nullish(),
    key_name: z.string().nullish(),
    metadata: z.record(z.string(), z.string()).nullish(),
    fault: z.looseObject({ code: z.number().nullish(), message: z.string().nullish() }).nullish(),
    "OS-EXT-STS:task_state": z.string().nullish(),
    "OS-EXT-STS:vm_state": z.string().nullish(),
    "OS-EXT-STS:power_state": z.number().nullish(),
  })
  .transform((wire) => ({
    id: wire.id,
    name: wire.name,
    /** For example `ACTIVE`, `BUILD`, `ERROR`. */
    status: wire.status,
    projectId: wire.tenant_id ?? undefined,
    userId: wire.user_id ?? undefined,
    createdAt: wire.created ?? undefined,
    updatedAt: wire.updated ?? undefined,
    /** By network name. */
    addresses: wire.addresses ?? {},
    /** Undefined for a server that boots from a volume. */
    imageId: typeof wire.image === "object" ? wire.image?.id : undefined,
    flavorId: wire.flavor?.id ?? undefined,
    flavorName: wire.flavor?.original_name ?? undefined,
    keypairName: wire.key_name ?? undefined,
    metadata: wire.metadata ?? {},
    /** Why the status is ERROR. */
    faultMessage: wire.fault?.message ?? undefined,
    taskState: wire["OS-EXT-STS:task_state"] ?? undefined,
    vmState: wire["OS-EXT-STS:vm_state"] ?? undefined,
    powerState: wire["OS-EXT-STS:power_state"] ?? undefined,
  }));
export type Server = z.output<typeof serverSchema>;

const filterSchema = requestObject(
  {
    /** A regular expression, as Nova has it. */
    name: z.string().optional(),
    status: z.string().optional(),
    flavorId: z.string().optional(),
    imageId: z.string().optional(),
    allProjects: z.boolean().optional(),
  },
  { flavorId: "flavor", imageId: "image", allProjects: "all_tenants" },
);

/** Yields servers with their details. */
export function listServers(
  nova: Nova,
  filter: z.input<typeof filterSchema> & { readonly pageSize?: number } = {},
): AsyncGenerator<Server, void, undefined> {
  const { pageSize, ...rest } = filter;
  return pages(nova, {
    path: "/servers/detail",
    field: "servers",
    item: serverSchema,
    query: toWire(filterSchema, rest, "list servers") as Query,
    pageSize,
    markerOf: ({ id }) => id,
  });
}

/** Gets a server by its id; one that is not there is an error of status 404. */
export async function getServer(nova: Nova, id: string): Promise<Server> {
  const reply = await nova.json(z.looseObject({ server: serverSchema }), {
    path: path`/servers/${id}`,
  });
  return reply.server;
}

/** Finds a server by its id. */
export async function findServer(nova: Nova, id: string): Promise<Server | undefined> {
  return undefinedIfAbsent(getServer(nova, id));
}

/** Begins to make a server; Nova answers at once. */
export async function createServer(
  nova: Nova,
  request: z.input<typeof serverRequestSchema>,
): Promise<{ readonly id: string }> {
  const json = { server: toWire(serverRequestSchema, request, "create a server") };
  const created = z.looseObject({ server: z.looseObject({ id: z.string() }) });
  const reply = await nova.json(created, { method: "POST", path: "/servers", json });
  return { id: reply.server.id };
}

/** Begins to delete a server; false when there was none. */
export async function deleteServer(nova: Nova, id: string): Promise<boolean> {
  return deleted(nova.send({ method: "DELETE", path: path`/servers/${id}` }));
}

/** Starts a server anew: `soft` asks its system to, `hard` cuts the power. */
export async function rebootServer(nova: Nova, id: string, how: "soft" | "hard"): Promise<void> {
  const json = { reboot: { type: how.toUpperCase() } };
  await nova.send({ method: "POST", path: path`/servers/${id}/action`, json });
}

/** The end of what a server wrote to its console; all of it where no number of lines is given. */
export async function getServerConsoleLog(
  nova: Nova,
  id: string,
  choice: { readonly lines?: number } = {},
): Promise<string> {
  const length = choice.lines === undefined ? {} : { length: choice.lines };
  const reply = await nova.json(z.looseObject({ output: z.string() }), {
    method: "POST",
    path: path`/servers/${id}/action`,
    json: { "os-getConsoleOutput": length },
    repeatable: true,
  });
  return reply.output;
}
