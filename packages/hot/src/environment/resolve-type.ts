import { isMap, own, type HotMap } from "../value.ts";
import type { Environment } from "./environment.ts";

/**
 * Finds the type a resource really has: mappings by resource name first, then the others in the
 * order of their keys, so that `OS::*` comes before `OS::Nova::Server`; followed until nothing
 * maps any more. Unmapped types and file names are returned as they are.
 */
export function resolveType(environment: Environment, type: string, resourceName?: string): string {
  const seen = new Set<string>();
  let current = type;
  while (!seen.has(current) && !isFile(current)) {
    seen.add(current);
    const next = mappedType(environment, current, resourceName);
    if (next === undefined) return current;
    current = next;
  }
  return current;
}

const isFile = (type: string): boolean => /\.(yaml|template)$/.test(type);

function mappedType(
  { resourceRegistry }: Environment,
  type: string,
  resourceName: string | undefined,
): string | undefined {
  const named =
    resourceName === undefined ? undefined : own(resourceRegistry.resources, resourceName);
  const byName = isMap(named ?? null) ? own(named as HotMap, type) : undefined;
  if (typeof byName === "string") return byName;
  const pattern = Object.keys(resourceRegistry.types)
    .toSorted()
    .find((key) => key === type || matchesWildcard(key, type, resourceRegistry.types[key] ?? ""));
  if (pattern === undefined) return undefined;
  const target = resourceRegistry.types[pattern] ?? type;
  const both = pattern.endsWith("*") && target.endsWith("*");
  return both ? target.slice(0, -1) + type.slice(pattern.length - 1) : target;
}

const matchesWildcard = (pattern: string, type: string, target: string): boolean =>
  pattern.endsWith("*") && type !== target && type.startsWith(pattern.slice(0, -1));

/** The environment that a nested stack inherits: its part of the `resources:` section moves up. */
export function nestedEnvironment(environment: Environment, resourceName: string): Environment {
  const { resources, types } = environment.resourceRegistry;
  const matching = Object.entries(resources)
    .filter(([pattern]) => pattern !== resourceName && matchesName(pattern, resourceName))
    .map(([, content]) => content);
  const parts = [...matching, own(resources, resourceName) ?? {}].filter(isMap);
  return {
    parameters: {},
    parameterDefaults: environment.parameterDefaults,
    resourceRegistry: {
      types,
      resources: parts.reduce<HotMap>((merged, part) => ({ ...merged, ...part }), {}),
    },
  };
}

/** `*` stands for any characters, `?` for one. */
function matchesName(pattern: string, name: string): boolean {
  const expression = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${expression}$`, "s").test(name);
}
