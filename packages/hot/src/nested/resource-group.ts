import type { PropertiesSchema } from "../properties/property-schema.ts";
import type { HotMap, HotValue } from "../value.ts";
import type { Template } from "../template/template.ts";

/** The properties of `OS::Heat::ResourceGroup`. */
export const resourceGroupSchema: PropertiesSchema = {};

/** What a group has been until now. */
export interface ResourceGroupState {
  /** Names that are never used again: the resource data `name_blacklist`. */
  readonly blacklist: readonly string[];
  /** Reference ids by member name; empty for a new group. */
  readonly members: Readonly<Record<string, HotValue>>;
}

/** The nested stack a group makes. */
export interface ResourceGroupExpansion {
  readonly names: readonly string[];
  readonly blacklist: readonly string[];
  readonly template: Template;
}

/**
 * Expands a group to the nested template Heat would make: members `0`, `1`, … without
 * blacklisted names, the index variable replaced, removal policies applied.
 *
 * `properties` are evaluated and typed by {@link resourceGroupSchema}; `state` is absent for a
 * new group.
 */
export function expandResourceGroup(
  _properties: HotMap,
  _state?: ResourceGroupState,
): ResourceGroupExpansion {
  throw new Error("under construction");
}

/** How the attributes of a group find its members. */
export interface ResourceGroupView {
  readonly blacklist: readonly string[];
  /** In the order of the group. */
  readonly names: readonly string[];
  memberReference(name: string): HotValue;
  memberAttribute(name: string, path: readonly (string | number)[]): HotValue;
}

/** An attribute of a group: `refs`, `refs_map`, `attributes`, `resource.N…`, or a list of members' attributes. */
export function resourceGroupAttribute(
  _resource: string,
  _path: readonly (string | number)[],
  _view: ResourceGroupView,
): HotValue {
  throw new Error("under construction");
}
