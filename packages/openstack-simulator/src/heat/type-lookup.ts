import type { StackDefinition } from "@jeroboam/hot";
import type { Heat } from "./heat.ts";
import { heatError } from "./heat-error.ts";
import type { ResourceType } from "./resource-type.ts";
import type { HeatResource, Stack } from "./stack.ts";

/** The type of that name in a stack; a template among its files counts as one. */
export function lookUpType(
  heat: Heat,
  resolvedType: string,
  { files, environment }: Pick<StackDefinition, "files" | "environment">,
): ResourceType {
  const type =
    heat.types.get(resolvedType) ??
    heat.templateType(resolvedType, files, environment.parameterDefaults);
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
  return lookUpType(heat, resource.resolvedType, resource.stack.definition);
}
