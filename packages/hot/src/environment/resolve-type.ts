import type { Environment } from "./environment.ts";

/**
 * Finds the type a resource really has: mappings by resource name first, then by type, then by
 * wildcard, followed until nothing maps any more. Unmapped types are returned as they are.
 */
export function resolveType(
  _environment: Environment,
  _type: string,
  _resourceName?: string,
): string {
  throw new Error("under construction");
}

/** The environment that a nested stack inherits: its part of the `resources:` section moves up. */
export function nestedEnvironment(_environment: Environment, _resourceName: string): Environment {
  throw new Error("under construction");
}
