import { evaluateResource, planRuntime, type StackDefinition } from "@jeroboam/hot";
import type { PlannedResource, ResourceType } from "./resource-type.ts";

/** Whether `from` needs `to`, directly or not. */
function reaches(
  dependencies: Readonly<Record<string, readonly string[]>>,
  from: string,
  to: string,
  seen: Set<string> = new Set(),
): boolean {
  if (from === to) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  return (dependencies[from] ?? []).some((next) => reaches(dependencies, next, to, seen));
}

/**
 * What each resource of a stack needs: what the template says, and what its type knows beside
 * that (a port needs its network's subnets). What would close a circle is left out.
 */
export function stackDependencies(
  types: ReadonlyMap<string, ResourceType>,
  definition: StackDefinition,
): Readonly<Record<string, readonly string[]>> {
  const dependencies: Record<string, readonly string[]> = {};
  const planned: PlannedResource[] = [];
  for (const [name, resource] of Object.entries(definition.resources)) {
    dependencies[name] = definition.dependencies[name] ?? [];
    if (!types.has(resource.resolvedType)) continue;
    const { properties } = evaluateResource(definition, name, planRuntime);
    planned.push({ name, type: resource.resolvedType, properties });
  }
  for (const one of planned) {
    const hidden = types.get(one.type)?.dependsOn?.(one, planned) ?? [];
    for (const name of hidden) {
      const known = dependencies[one.name] ?? [];
      if (!known.includes(name) && !reaches(dependencies, name, one.name)) {
        dependencies[one.name] = [...known, name];
      }
    }
  }
  return dependencies;
}
