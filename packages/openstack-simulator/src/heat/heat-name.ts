import { isTemplateType } from "@jeroboam/hot";
import type { HeatResource } from "./stack.ts";

function className(resolvedType: string): string {
  if (isTemplateType(resolvedType)) return "TemplateResource";
  const last = resolvedType.split("::").at(-1) ?? resolvedType;
  return resolvedType.startsWith("OS::Heat::WaitCondition") ? `Heat${last}` : last;
}

/** A resource as Heat's own code names it in reasons: class, name, physical id, stack. */
export function heatName({ resolvedType, name, physicalId, stack }: HeatResource): string {
  const id = physicalId === undefined ? "" : ` [${physicalId}]`;
  return `${className(resolvedType)} "${name}"${id} Stack "${stack.name}" [${stack.id}]`;
}
