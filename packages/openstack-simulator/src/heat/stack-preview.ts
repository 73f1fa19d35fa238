import {
  type EvaluatedResource,
  evaluateResource,
  type HotMap,
  previewRuntime,
} from "@jeroboam/hot";
import type { JsonObject } from "../json.ts";
import type { Heat } from "./heat.ts";
import { stackDetail } from "./stack-body.ts";
import type { Stack } from "./stack.ts";
import { lookUpType } from "./type-lookup.ts";

/** Heat's word for the id that a stack does not have yet. */
const noId = "None";

/** Properties that a template does not give, as previews show them. */
function unset(heat: Heat, { resolvedType }: EvaluatedResource, stack: Stack): HotMap {
  const { properties } = lookUpType(heat, resolvedType, stack.definition);
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, schema.default ?? null]),
  );
}

function resourcePreview(heat: Heat, stack: Stack, name: string): JsonObject {
  const { definition } = stack;
  const evaluated = evaluateResource(definition, name, previewRuntime);
  const { attributes } = lookUpType(heat, evaluated.resolvedType, definition);
  const identity = { tenant: stack.projectId, stack_name: stack.name, stack_id: noId };
  return {
    updated_time: null,
    creation_time: null,
    resource_name: name,
    physical_resource_id: "",
    resource_action: "INIT",
    resource_status: "COMPLETE",
    resource_status_reason: "",
    resource_type: evaluated.type,
    resource_identity: { ...identity, path: `/resources/${name}` },
    stack_identity: { ...identity, path: "" },
    stack_name: stack.name,
    required_by: definition.order.filter((other) =>
      (definition.dependencies[other] ?? []).includes(name),
    ),
    description: definition.resources[name]?.description ?? "",
    metadata: evaluated.metadata,
    attributes: Object.fromEntries(attributes.map((attribute) => [attribute, null])),
    properties: { ...unset(heat, evaluated, stack), ...evaluated.properties },
  };
}

/** A stack as it would be made; what nested stacks hold is not shown. */
export function stackPreview(heat: Heat, stack: Stack, origin: string): JsonObject {
  const { template, order } = stack.definition;
  return {
    ...stackDetail(heat, stack, origin, false),
    id: noId,
    stack_user_project_id: null,
    outputs: Object.entries(template.outputs).map(([name, output]) => ({
      output_key: name,
      description: output.description ?? "No description given",
      output_value: null,
    })),
    resources: order.map((name) => resourcePreview(heat, stack, name)),
  };
}
