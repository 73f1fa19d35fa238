import { isTemplateType } from "@jeroboam/hot";
import type { Heat } from "./heat.ts";
import { heatError } from "./heat-error.ts";
import { resourceGroupType } from "./nested/resource-group.ts";
import { templateResourceType } from "./nested/template-resource.ts";
import type { ResourceType } from "./resource-type.ts";
import type { HeatResource, Stack } from "./stack.ts";

/** The type of that name in a stack; a nested template counts as one. */
export function lookUpType(
  heat: Heat,
  resolvedType: string,
  files: Readonly<Record<string, string>>,
): ResourceType {
  if (isTemplateType(resolvedType)) return templateResourceType(resolvedType, files);
  if (resolvedType === "OS::Heat::ResourceGroup") return resourceGroupType;
  const type = heat.types.get(resolvedType);
  if (!type) {
    throw heatError(
      400,
      "StackValidationFailed",
      `The Resource Type (${resolvedType}) could not be found.`,
    );
  }
  return type;
}

/** A resource's type. */
export function typeOf(
  heat: Heat,
  resource: Pick<HeatResource, "resolvedType"> & { readonly stack: Pick<Stack, "definition"> },
): ResourceType {
  return lookUpType(heat, resource.resolvedType, resource.stack.definition.files);
}
