import { deferredSources, isDeferred, type HotMap, type HotValue } from "@jeroboam/hot";
import { isJsonObject, type JsonObject, textOf } from "../../json.ts";
import type { NetworkRow } from "../../neutron/neutron.ts";
import { ServiceError } from "../../service-error.ts";
import { findNetworkRow } from "../custom-constraints.ts";
import { ResourceError } from "../resource-failure.ts";
import type { ResourceScope } from "../resource-type.ts";
import type { HeatResource } from "../stack.ts";

/** Whether two planned values name the same thing: equal texts, or the same things to come. */
export function sameTarget(one: HotValue | undefined, other: HotValue | undefined): boolean {
  if (one === undefined || other === undefined || one === null || other === null) return false;
  const sources = deferredSources(one);
  const otherSources = deferredSources(other);
  if (sources.length > 0 || otherSources.length > 0) {
    return sources.length > 0 && sources.join(" ") === otherSources.join(" ");
  }
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Whether a value is a map, neither a list nor deferred. */
export function isMapValue(value: HotValue | undefined): value is HotMap {
  return isJsonObject(value) && !isDeferred(value);
}

/** The first of the properties that is given. */
export function firstGiven(properties: HotMap, names: readonly string[]): HotValue | undefined {
  for (const name of names) {
    const value = properties[name];
    if (value !== undefined && value !== null && value !== "") return value;
  }
  return undefined;
}

/** The id of what a property names, by name or id. */
export function idOf<T extends NetworkRow>(
  scope: ResourceScope,
  rows: ReadonlyMap<string, T>,
  noun: string,
  value: HotValue | undefined,
): string | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  const found = findNetworkRow(rows, scope.owner.projectId, textOf(value));
  if (!found) {
    throw new ResourceError(
      "NotFound",
      `Unable to find ${noun} with name or id '${textOf(value)}'`,
    );
  }
  return found.id;
}

/** The given properties under the names of the API; null and absent ones are left out. */
export function apiFields(properties: HotMap, names: readonly string[]): JsonObject {
  const fields: JsonObject = {};
  for (const name of names) {
    const value = properties[name];
    if (value !== undefined && value !== null) fields[name] = value;
  }
  const extra = properties["value_specs"];
  return { ...fields, ...(isJsonObject(extra) ? extra : {}) };
}

/** Deletes by the service's own function; what is gone already is fine. */
export function deleteIfThere(scope: ResourceScope, remove: (id: string) => void): void {
  const id = scope.resource.physicalId;
  try {
    if (id !== undefined) remove(id);
  } catch (error) {
    if (!(error instanceof ServiceError && error.status === 404)) throw error;
  }
  scope.finish();
}

/** One attribute of a row, or the whole row for `show`. */
export function rowAttribute(
  rows: ReadonlyMap<string, JsonObject>,
  resource: HeatResource,
  name: string,
): HotValue {
  const row = rows.get(resource.physicalId ?? "");
  if (!row) return null;
  const value = name === "show" ? row : row[name];
  return value === undefined ? null : JSON.parse(JSON.stringify(value));
}
