import type { SimulatorClock } from "../clock.ts";
import type { FaultBook } from "../faults.ts";
import type { Glance } from "../glance/glance.ts";
import type { JsonObject } from "../json.ts";
import type { DrawLatency } from "../latency.ts";
import type { Neutron } from "../neutron/neutron.ts";
import type { Random } from "../random.ts";
import { ServiceError } from "../service-error.ts";

/** A flavor; memory in MiB, disk in GiB. */
export interface Flavor {
  readonly id: string;
  readonly name: string;
  readonly vcpus: number;
  readonly ram: number;
  readonly disk: number;
}

/** A user's keypair. */
export interface Keypair {
  readonly name: string;
  readonly userId: string;
  readonly publicKey: string;
  readonly fingerprint: string;
  readonly type: string;
  readonly createdAt: Date;
}

/** What happened to a server that failed. */
export interface ServerFault {
  readonly code: number;
  readonly message: string;
  readonly created: string;
}

/** A server; its addresses are those of its ports. */
export interface Server {
  readonly id: string;
  name: string;
  readonly projectId: string;
  readonly userId: string;
  status: "BUILD" | "ACTIVE" | "ERROR" | "SHUTOFF" | "REBOOT" | "REBUILD" | "RESIZE";
  taskState: string | null;
  flavor: Flavor;
  imageId: string | undefined;
  readonly keyName: string | null;
  metadata: Readonly<Record<string, string>>;
  tags: readonly string[];
  /** As given: base64. */
  userData: string | undefined;
  readonly securityGroups: readonly string[];
  /** In the order of the networks asked for. */
  portIds: readonly string[];
  /** Ports that Nova made and takes away again. */
  ownPortIds: readonly string[];
  readonly volumeIds: readonly string[];
  readonly configDrive: boolean;
  readonly availabilityZone: string;
  readonly createdAt: Date;
  updatedAt: Date;
  launchedAt: Date | undefined;
  fault: ServerFault | undefined;
  consoleLog: string;
}

/** A group that says which servers may share a host. */
export interface ServerGroup {
  readonly id: string;
  readonly name: string;
  readonly policies: readonly string[];
  readonly projectId: string;
  readonly userId: string;
}

/** Something that happened to a server. */
export type ServerEvent = "active" | "error" | "deleted" | "metadata";

/** Nova's tables and what its operations need. */
export interface Nova {
  readonly flavors: Map<string, Flavor>;
  /** By user id and name. */
  readonly keypairs: Map<string, Keypair>;
  readonly servers: Map<string, Server>;
  readonly serverGroups: Map<string, ServerGroup>;
  /** Limits by project; an absent one is unlimited. */
  readonly quotas: Map<string, Record<string, number>>;
  readonly listeners: Set<(server: Server, event: ServerEvent) => void>;
  readonly clock: SimulatorClock;
  readonly random: Random;
  readonly faults: FaultBook;
  readonly latency: DrawLatency;
  readonly neutron: Neutron;
  readonly glance: Glance;
}

/** Makes a Nova without any content. */
export function createNova(
  options: Pick<Nova, "clock" | "random" | "faults" | "latency" | "neutron" | "glance">,
): Nova {
  return {
    flavors: new Map(),
    keypairs: new Map(),
    servers: new Map(),
    serverGroups: new Map(),
    quotas: new Map(),
    listeners: new Set(),
    ...options,
  };
}

/** Nova's refusal. */
export function computeError(status: number, type: string, message: string): ServiceError {
  return new ServiceError("compute", status, type, message);
}

/** Nova's form of a date. */
export function computeTime(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}

/** A flavor by id or name. */
export function findFlavor(nova: Nova, nameOrId: string): Flavor | undefined {
  return (
    nova.flavors.get(nameOrId) ?? [...nova.flavors.values()].find((one) => one.name === nameOrId)
  );
}

/** A user's keypair. */
export function findKeypair(nova: Nova, userId: string, name: string): Keypair | undefined {
  return nova.keypairs.get(`${userId}/${name}`);
}

/** The body's `links` of anything Nova shows. */
export function computeLinks(origin: string, path: string): JsonObject[] {
  return [
    { rel: "self", href: `${origin}/compute/v2.1/${path}` },
    { rel: "bookmark", href: `${origin}/compute/${path}` },
  ];
}
