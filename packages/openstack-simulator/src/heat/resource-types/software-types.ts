import type { HotMap, HotValue, PropertiesSchema } from "@jeroboam/hot";
import { stringify } from "yaml";
import { textOf } from "../../json.ts";
import type { Heat } from "../heat.ts";
import type { ResourceScope, ResourceType } from "../resource-type.ts";
import { type HeatResource, physicalName } from "../stack.ts";
import { multipartOf } from "./multipart.ts";

const inputFields = {
  description: { type: "string" },
  name: { type: "string", required: true },
  type: {
    type: "string",
    default: "String",
    constraints: [{ allowedValues: ["String", "Number", "CommaDelimitedList", "Json", "Boolean"] }],
  },
} as const satisfies PropertiesSchema;

const configProperties: PropertiesSchema = {
  config: { type: "string" },
  group: { type: "string", default: "Heat::Ungrouped" },
  inputs: {
    type: "list",
    items: {
      type: "map",
      schema: {
        ...inputFields,
        default: { type: "any" },
        replace_on_change: { type: "boolean", default: false },
      },
    },
  },
  options: { type: "map" },
  outputs: {
    type: "list",
    items: {
      type: "map",
      schema: { ...inputFields, error_output: { type: "boolean", default: false } },
    },
  },
};

function createConfig(configOf: (heat: Heat, properties: HotMap) => string) {
  return (scope: ResourceScope): void => {
    const { heat, resource } = scope;
    const id = heat.cloud.random.uuid();
    heat.softwareConfigs.set(id, {
      id,
      projectId: resource.stack.projectId,
      name: physicalName(resource),
      group: textOf(scope.properties["group"] ?? "Heat::Ungrouped"),
      config: configOf(heat, scope.properties),
      createdAt: heat.cloud.clock.date(),
    });
    scope.setPhysicalId(id);
    scope.finish();
  };
}

function configType(
  type: string,
  properties: PropertiesSchema,
  configOf: (heat: Heat, properties: HotMap) => string,
): ResourceType {
  return {
    type,
    properties,
    attributes: ["config"],
    calls: { create: ["orchestration", "createSoftwareConfig"] },
    create: createConfig(configOf),
    delete: (scope) => {
      scope.heat.softwareConfigs.delete(scope.resource.physicalId ?? "");
      scope.finish();
    },
    attribute: (heat: Heat, resource: HeatResource, name: string): HotValue => {
      if (name !== "config") return null;
      if (properties["config"]?.type === "map") return resource.properties["config"] ?? null;
      return heat.softwareConfigs.get(resource.physicalId ?? "")?.config ?? null;
    },
  };
}

/** Scripts and cloud-init documents that servers use as user data. */
export const softwareTypes: readonly ResourceType[] = [
  configType("OS::Heat::SoftwareConfig", configProperties, (_heat, properties) =>
    textOf(properties["config"]),
  ),
  configType(
    "OS::Heat::StructuredConfig",
    { ...configProperties, config: { type: "map" } },
    (_heat, properties) => JSON.stringify(properties["config"]),
  ),
  configType(
    "OS::Heat::CloudConfig",
    { cloud_config: { type: "map" } },
    (_heat, properties) =>
      `#cloud-config\n${stringify(properties["cloud_config"] ?? {}, { indentSeq: false })}`,
  ),
  configType(
    "OS::Heat::MultipartMime",
    {
      group: { type: "string", default: "Heat::Ungrouped" },
      parts: {
        type: "list",
        default: [],
        items: {
          type: "map",
          schema: {
            config: { type: "string", required: true },
            filename: { type: "string" },
            subtype: { type: "string" },
            type: {
              type: "string",
              default: "text",
              constraints: [{ allowedValues: ["text", "multipart"] }],
            },
          },
        },
      },
    },
    (heat, properties) =>
      multipartOf(properties["parts"], (id) => heat.softwareConfigs.get(id)?.config),
  ),
];
