import type { SimulatorClock } from "../clock.ts";
import type { JsonObject } from "../json.ts";
import type { DrawLatency } from "../latency.ts";
import type { Random } from "../random.ts";
import { ServiceError } from "../service-error.ts";

/** A volume; size in GiB. */
export interface Volume {
  readonly id: string;
  name: string;
  readonly projectId: string;
  sizeGib: number;
  readonly volumeType: string | null;
  readonly bootable: boolean;
  metadata: JsonObject;
  status: "creating" | "available" | "in-use" | "error";
}

/** A volume's place at a server. */
export interface VolumeAttachment {
  readonly id: string;
  readonly volumeId: string;
  readonly serverId: string;
  readonly device: string;
}

/** Cinder in memory; it has no API of its own here, only Heat uses it. */
export interface Cinder {
  readonly volumes: Map<string, Volume>;
  readonly attachments: Map<string, VolumeAttachment>;
  /** Limits of `volumes` and `gigabytes` by project; an absent one is unlimited. */
  readonly quotas: Map<string, Record<string, number>>;
  readonly clock: SimulatorClock;
  readonly random: Random;
  readonly latency: DrawLatency;
}

/** Makes a Cinder without any content. */
export function createCinder(options: Pick<Cinder, "clock" | "random" | "latency">): Cinder {
  return { volumes: new Map(), attachments: new Map(), quotas: new Map(), ...options };
}

/** Begins to make a volume; `ready` is called once it is available. */
export function createVolume(
  cinder: Cinder,
  wanted: Omit<Volume, "id" | "status">,
  ready: () => void,
): Volume {
  const own = [...cinder.volumes.values()].filter((one) => one.projectId === wanted.projectId);
  const limits = cinder.quotas.get(wanted.projectId) ?? {};
  const gigabytes = own.reduce((sum, one) => sum + one.sizeGib, 0);
  const isOver =
    own.length >= (limits["volumes"] ?? Number.POSITIVE_INFINITY) ||
    gigabytes + wanted.sizeGib > (limits["gigabytes"] ?? Number.POSITIVE_INFINITY);
  if (isOver) {
    throw new ServiceError(
      "volumev3",
      413,
      "OverLimit",
      `VolumeLimitExceeded: Maximum number of volumes allowed (${limits["volumes"] ?? own.length}) exceeded for quota 'volumes'.`,
    );
  }
  const volume: Volume = { ...wanted, id: cinder.random.uuid(), status: "creating" };
  cinder.volumes.set(volume.id, volume);
  cinder.clock.after(cinder.latency("volumeBuild"), () => {
    if (volume.status === "creating") volume.status = "available";
    ready();
  });
  return volume;
}

/** Takes a volume away; refused while it is attached. */
export function deleteVolume(cinder: Cinder, id: string): void {
  if ([...cinder.attachments.values()].some((one) => one.volumeId === id)) {
    throw new ServiceError(
      "volumev3",
      400,
      "BadRequest",
      `Invalid volume: Volume status must be available or error or error_restoring or error_extending or error_managing and must not be migrating, attached, belong to a group, have snapshots or be disassociated from snapshots after volume transfer.`,
    );
  }
  cinder.volumes.delete(id);
}

/** Puts a volume at a server. */
export function attachVolume(
  cinder: Cinder,
  volumeId: string,
  serverId: string,
  device: string | undefined,
): VolumeAttachment {
  const volume = cinder.volumes.get(volumeId);
  if (!volume) {
    throw new ServiceError("volumev3", 404, "NotFound", `Volume ${volumeId} could not be found.`);
  }
  if (volume.status === "in-use") {
    throw new ServiceError(
      "volumev3",
      400,
      "BadRequest",
      `Invalid volume: volume ${volumeId} already attached`,
    );
  }
  const taken = [...cinder.attachments.values()].filter((one) => one.serverId === serverId).length;
  const attachment = {
    id: volumeId,
    volumeId,
    serverId,
    device: device ?? `/dev/vd${"bcdefghijklmnopqrstuvwxyz"[taken] ?? "z"}`,
  };
  volume.status = "in-use";
  cinder.attachments.set(volumeId, attachment);
  return attachment;
}

/** Takes a volume off its server. */
export function detachVolume(cinder: Cinder, volumeId: string): void {
  cinder.attachments.delete(volumeId);
  const volume = cinder.volumes.get(volumeId);
  if (volume) volume.status = "available";
}
