import { findImage } from "../glance/glance.ts";
import { isJsonObject, type JsonObject, listAt, textAt, textOf } from "../json.ts";
import { takeComputeQuota } from "./compute-quota.ts";
import {
  computeError,
  computeTime,
  findFlavor,
  findKeypair,
  type Nova,
  type Server,
  type ServerEvent,
} from "./nova.ts";
import { bindPorts, plugNetworks, unplugNetworks } from "./server-networks.ts";

/** For whom a server is made. */
export interface ServerOwner {
  readonly projectId: string;
  readonly userId: string;
}

function tell(nova: Nova, server: Server, event: ServerEvent): void {
  for (const listener of nova.listeners) listener(server, event);
}

/** Gives a server other metadata, which its guest can see. */
export function setMetadata(
  nova: Nova,
  server: Server,
  metadata: Readonly<Record<string, string>>,
): void {
  server.metadata = metadata;
  tell(nova, server, "metadata");
}

/** A server by id, or Nova's 404. */
export function getServer(nova: Nova, id: string): Server {
  const server = nova.servers.get(id);
  if (!server) throw computeError(404, "NotFound", `Instance ${id} could not be found.`);
  return server;
}

function finishBuild(nova: Nova, server: Server): void {
  if (nova.servers.get(server.id) !== server || server.status !== "BUILD") return;
  const suffering = nova.faults.takeCall("compute", "buildServer", {
    name: server.name,
    id: server.id,
  });
  server.updatedAt = nova.clock.date();
  server.taskState = null;
  if (suffering?.error !== undefined || suffering?.status !== undefined) {
    server.status = "ERROR";
    server.fault = {
      code: suffering.status ?? 500,
      message: suffering.error ?? "No valid host was found.",
      created: computeTime(server.updatedAt),
    };
    tell(nova, server, "error");
    return;
  }
  server.status = "ACTIVE";
  server.launchedAt = server.updatedAt;
  server.consoleLog += `[    0.000000] Linux version 6.1.0 (simulated)\n${server.name} login: \n`;
  bindPorts(nova, server.portIds);
  tell(nova, server, "active");
}

function imageOf(nova: Nova, given: JsonObject): string | undefined {
  const wanted = textAt(given, "imageRef");
  if (wanted === undefined || wanted === "") return undefined;
  const image = findImage(nova.glance, wanted);
  if (!image) throw computeError(400, "BadRequest", `Can not find requested image`);
  return image.id;
}

function textMap(value: unknown): Record<string, string> {
  if (!isJsonObject(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, textOf(one)]));
}

/** Begins to build a server from the API's fields; it is ACTIVE or in ERROR later. */
export function createServer(nova: Nova, owner: ServerOwner, given: JsonObject): Server {
  const flavor = findFlavor(nova, textOf(given["flavorRef"]));
  if (!flavor) {
    throw computeError(
      400,
      "BadRequest",
      `Flavor ${textOf(given["flavorRef"])} could not be found.`,
    );
  }
  const imageId = imageOf(nova, given);
  const volumes = listAt(given, "block_device_mapping_v2").flatMap(
    (one) => textAt(one, "uuid") ?? [],
  );
  if (imageId === undefined && volumes.length === 0) {
    throw computeError(400, "BadRequest", "Invalid imageRef provided.");
  }
  const keyName = textAt(given, "key_name") ?? null;
  if (keyName !== null && !findKeypair(nova, owner.userId, keyName)) {
    throw computeError(400, "BadRequest", "Invalid key_name provided.");
  }
  takeComputeQuota(nova, owner.projectId, flavor);
  const id = nova.random.uuid();
  const securityGroups = listAt(given, "security_groups").flatMap(
    (one) => textAt(one, "name") ?? [],
  );
  const ports = plugNetworks(nova, owner.projectId, id, given["networks"], securityGroups);
  const server: Server = {
    ...owner,
    ...ports,
    id,
    name: textAt(given, "name") ?? "",
    status: "BUILD",
    taskState: "scheduling",
    flavor,
    imageId,
    keyName,
    metadata: textMap(given["metadata"]),
    tags: [],
    userData: textAt(given, "user_data"),
    securityGroups: securityGroups.length > 0 ? securityGroups : ["default"],
    volumeIds: volumes,
    configDrive: given["config_drive"] === true,
    availabilityZone: textAt(given, "availability_zone") ?? "nova",
    createdAt: nova.clock.date(),
    updatedAt: nova.clock.date(),
    launchedAt: undefined,
    fault: undefined,
    consoleLog: "",
  };
  nova.servers.set(id, server);
  const waiting = nova.faults.takeCall("compute", "delayServer", { name: server.name });
  nova.clock.after(nova.latency("serverBuild") + (waiting?.delayMs ?? 0), () => {
    finishBuild(nova, server);
  });
  return server;
}

/** Begins to delete a server; it and the ports made for it are gone later. */
export function deleteServer(nova: Nova, id: string): void {
  const server = getServer(nova, id);
  if (server.taskState === "deleting") return;
  server.taskState = "deleting";
  nova.clock.after(nova.latency("serverDelete"), () => {
    unplugNetworks(nova, server);
    nova.servers.delete(id);
    tell(nova, server, "deleted");
  });
}

/** Puts a server through a change of status that ends in ACTIVE (or in `end`). */
export function passThrough(
  nova: Nova,
  server: Server,
  during: Server["status"],
  end: Server["status"] = "ACTIVE",
): void {
  server.status = during;
  nova.clock.after(nova.latency("serverDelete"), () => {
    server.status = end;
    server.updatedAt = nova.clock.date();
    if (end === "ACTIVE") tell(nova, server, "active");
  });
}
