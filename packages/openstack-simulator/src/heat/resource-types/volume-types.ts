import type { HotValue } from "@jeroboam/hot";
import { attachVolume, createVolume, deleteVolume, detachVolume } from "../../cinder/cinder.ts";
import { isJsonObject, textOf } from "../../json.ts";
import { heatError } from "../heat-error.ts";
import type { ResourceType } from "../resource-type.ts";
import { physicalName } from "../stack.ts";

/** Volumes and their places at servers. */
export const volumeTypes: readonly ResourceType[] = [
  {
    type: "OS::Cinder::Volume",
    properties: {
      availability_zone: { type: "string" },
      backup_id: { type: "string", updateAllowed: true },
      description: { type: "string", updateAllowed: true },
      image: { type: "string", constraints: [{ customConstraint: "glance.image" }] },
      metadata: { type: "map", default: {}, updateAllowed: true },
      name: { type: "string", updateAllowed: true },
      read_only: { type: "boolean", updateAllowed: true },
      scheduler_hints: { type: "map" },
      size: { type: "integer", updateAllowed: true, constraints: [{ range: { min: 1 } }] },
      snapshot_id: { type: "string" },
      source_volid: { type: "string", constraints: [{ customConstraint: "cinder.volume" }] },
      volume_type: { type: "string", updateAllowed: true },
    },
    attributes: [
      "availability_zone",
      "size",
      "snapshot_id",
      "display_name",
      "display_description",
      "volume_type",
      "metadata",
      "metadata_values",
      "source_volid",
      "status",
      "created_at",
      "bootable",
      "encrypted",
      "attachments_list",
      "multiattach",
      "show",
    ],
    calls: {
      create: ["volumev3", "createVolume"],
      update: ["volumev3", "updateVolume"],
      delete: ["volumev3", "deleteVolume"],
    },
    create: (scope) => {
      const { properties } = scope;
      const type = textOf(properties["volume_type"]);
      const volume = createVolume(
        scope.heat.cloud.cinder,
        {
          projectId: scope.owner.projectId,
          name: textOf(properties["name"]) || physicalName(scope.resource),
          sizeGib: Number(properties["size"] ?? 1),
          volumeType: type === "" ? null : type,
          bootable: textOf(properties["image"]) !== "",
          metadata: isJsonObject(properties["metadata"]) ? { ...properties["metadata"] } : {},
        },
        () => scope.finish(),
      );
      scope.setPhysicalId(volume.id);
    },
    update: (scope) => {
      const volume = scope.heat.cloud.cinder.volumes.get(scope.resource.physicalId ?? "");
      const size = Number(scope.properties["size"] ?? volume?.sizeGib);
      if (volume && size < volume.sizeGib) {
        scope.fail("NotSupported", "Shrinking volume is not supported.");
        return;
      }
      if (volume) {
        volume.sizeGib = size;
        volume.name = textOf(scope.properties["name"]) || volume.name;
      }
      scope.finish();
    },
    delete: (scope) => {
      deleteVolume(scope.heat.cloud.cinder, scope.resource.physicalId ?? "");
      scope.finish();
    },
    validate: (_name, properties) => {
      const isGiven = (key: string): boolean => (properties[key] ?? null) !== null;
      if (isGiven("size") || isGiven("backup_id")) return;
      const sources = ["source_volid", "snapshot_id"].filter(isGiven);
      if (sources.length === 1) return;
      throw heatError(
        400,
        "StackValidationFailed",
        `If neither "backup_id" nor "size" is provided, one and only one of "source_volid", "snapshot_id" must be specified, but currently specified options: [${sources.map((one) => `'${one}'`).join(", ")}].`,
      );
    },
    isBroken: (heat, resource) => !heat.cloud.cinder.volumes.has(resource.physicalId ?? ""),
    attribute: (heat, resource, name): HotValue => {
      const volume = heat.cloud.cinder.volumes.get(resource.physicalId ?? "");
      if (!volume) return null;
      const values: Record<string, HotValue> = {
        size: `${volume.sizeGib}`,
        display_name: volume.name,
        volume_type: volume.volumeType ?? "None",
        status: volume.status,
        bootable: `${volume.bootable}`,
        encrypted: "False",
        availability_zone: "nova",
      };
      return values[name] ?? null;
    },
  },
  {
    type: "OS::Cinder::VolumeAttachment",
    properties: {
      instance_uuid: { type: "string", required: true, updateAllowed: true },
      mountpoint: { type: "string", updateAllowed: true },
      volume_id: {
        type: "string",
        required: true,
        updateAllowed: true,
        constraints: [{ customConstraint: "cinder.volume" }],
      },
    },
    attributes: ["show"],
    calls: { create: ["compute", "attachVolume"], delete: ["compute", "detachVolume"] },
    create: (scope) => {
      const { properties } = scope;
      const device = textOf(properties["mountpoint"]);
      const attachment = attachVolume(
        scope.heat.cloud.cinder,
        textOf(properties["volume_id"]),
        textOf(properties["instance_uuid"]),
        device === "" ? undefined : device,
      );
      scope.setPhysicalId(attachment.id);
      scope.finish();
    },
    update: (scope) => {
      const { cinder } = scope.heat.cloud;
      detachVolume(cinder, scope.resource.physicalId ?? "");
      const device = textOf(scope.properties["mountpoint"]);
      const attachment = attachVolume(
        cinder,
        textOf(scope.properties["volume_id"]),
        textOf(scope.properties["instance_uuid"]),
        device === "" ? undefined : device,
      );
      scope.setPhysicalId(attachment.id);
      scope.finish();
    },
    delete: (scope) => {
      detachVolume(scope.heat.cloud.cinder, scope.resource.physicalId ?? "");
      scope.finish();
    },
  },
];
