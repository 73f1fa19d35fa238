import { type HotValue, type Runtime, selectPath } from "@jeroboam/hot";
import type { Heat } from "./heat.ts";
import type { HeatResource, Stack } from "./stack.ts";
import { typeOf } from "./type-lookup.ts";

/** What `get_resource` gives for a resource; its name as long as it is not made. */
export function referenceOf(heat: Heat, resource: HeatResource): HotValue {
  const type = typeOf(heat, resource);
  if (resource.physicalId === undefined) return resource.name;
  return type.reference?.(heat, resource) ?? resource.physicalId;
}

/** What `get_attr` gives for a resource and a path; null while it is not made. */
export function attributeOf(
  heat: Heat,
  resource: HeatResource,
  path: readonly (string | number)[],
): HotValue {
  const type = typeOf(heat, resource);
  const isMade = type.hasNoPhysicalId === true || resource.physicalId !== undefined;
  if (!isMade || resource.action === "INIT") return null;
  if (type.attributeAt) return type.attributeAt(heat, resource, path);
  const [name, ...rest] = path;
  if (name === undefined) {
    return Object.fromEntries(
      type.attributes.map((one) => [one, type.attribute?.(heat, resource, one) ?? null]),
    );
  }
  return selectPath(type.attribute?.(heat, resource, `${name}`) ?? null, rest);
}

/** What expressions of a running stack may look at. */
export function stackRuntime(heat: Heat, stack: Stack): Runtime {
  return {
    referenceOf: (name) => {
      const resource = stack.resources.get(name);
      return resource ? referenceOf(heat, resource) : name;
    },
    attributeOf: (name, path) => {
      const resource = stack.resources.get(name);
      return resource ? attributeOf(heat, resource, path) : null;
    },
  };
}
