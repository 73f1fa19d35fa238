import { selectPath } from "../evaluation/select-path.ts";
import { pythonText } from "../python/python-text.ts";
import { TemplateError } from "../template-error.ts";
import { parseTemplate } from "../template/parse-template.ts";
import type { Template } from "../template/template.ts";
import type { PropertiesSchema } from "../properties/property-schema.ts";
import { isDeferred, isList, isMap, type HotMap, type HotValue } from "../value.ts";
import { memberNotFound, memberPath } from "./group-member.ts";

/** The properties of `OS::Heat::ResourceGroup`. */
export const resourceGroupSchema: PropertiesSchema = {
  count: { type: "integer", default: 1, constraints: [{ range: { min: 0 } }], updateAllowed: true },
  index_var: { type: "string", default: "%index%", constraints: [{ length: { min: 3 } }] },
  resource_def: {
    type: "map",
    required: true,
    updateAllowed: true,
    schema: {
      type: { type: "string", required: true },
      properties: { type: "map" },
      metadata: { type: "map" },
    },
  },
  removal_policies: {
    type: "list",
    default: [],
    updateAllowed: true,
    items: { type: "map", schema: { resource_list: { type: "list", default: [] } } },
  },
  removal_policies_mode: {
    type: "string",
    default: "append",
    updateAllowed: true,
    constraints: [{ allowedValues: ["append", "update"] }],
  },
};

/** What a group has been until now. */
export interface ResourceGroupState {
  /** Names that are never used again: the resource data `name_blacklist`. */
  readonly blacklist: readonly string[];
  /** Reference ids by member name. */
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
  properties: HotMap,
  state?: ResourceGroupState,
): ResourceGroupExpansion {
  const blacklist = removedNames(properties, state);
  const names = memberNames(Number(properties["count"] ?? 1), blacklist);
  const variable = pythonText(properties["index_var"] ?? "%index%");
  const definition = isMap(properties["resource_def"] ?? null) ? properties["resource_def"] : {};
  const resources = Object.fromEntries(
    names.map((name) => [name, memberDefinition(definition as HotMap, variable, name)]),
  );
  const template = parseTemplate({
    heat_template_version: "2015-04-30",
    resources,
    outputs: {
      refs_map: {
        value: Object.fromEntries(names.map((name) => [name, { get_resource: name }])),
      },
    },
  });
  return { names, blacklist, template };
}

function memberNames(count: number, blacklist: readonly string[]): readonly string[] {
  const candidates = Array.from({ length: count + blacklist.length }, (_, index) => String(index));
  return candidates.filter((name) => !blacklist.includes(name)).slice(0, count);
}

function memberDefinition(definition: HotMap, variable: string, name: string): HotMap {
  const { type = null, properties = null, metadata = null } = definition;
  const given = isMap(properties)
    ? Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== null))
    : {};
  return {
    type,
    ...(Object.keys(given).length > 0 ? { properties: indexed(given, variable, name) } : {}),
    ...(isMap(metadata) ? { metadata } : {}),
  };
}

function indexed(value: HotValue, variable: string, name: string): HotValue {
  if (typeof value === "string") return value.replaceAll(variable, () => name);
  if (isDeferred(value)) return value;
  if (isList(value)) return value.map((item) => indexed(item, variable, name));
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, indexed(item, variable, name)]),
  );
}

/** The names no member may have: those from before (unless the mode is `update`) and new ones. */
function removedNames(
  properties: HotMap,
  state: ResourceGroupState | undefined,
): readonly string[] {
  const current = state?.blacklist ?? [];
  const kept = properties["removal_policies_mode"] === "update" ? [] : current;
  const policies = properties["removal_policies"] ?? [];
  const wanted = (isList(policies) ? policies : []).flatMap((policy) => {
    const list = isMap(policy) ? (policy["resource_list"] ?? []) : [];
    return isList(list) ? list : [];
  });
  const added = wanted.flatMap((entry) => {
    const name = pythonText(entry);
    if (state === undefined || current.includes(name) || Object.hasOwn(state.members, name))
      return [name];
    const member = Object.entries(state.members).find(([, reference]) => reference === entry);
    return member === undefined ? [] : [member[0]];
  });
  return [...new Set([...kept, ...added])].toSorted();
}

/** How the attributes of a group find its members. */
export interface ResourceGroupView {
  readonly blacklist: readonly string[];
  /** In the order of the group. */
  readonly names: readonly string[];
  memberReference(name: string): HotValue;
  memberAttribute(name: string, path: readonly (string | number)[]): HotValue;
}

/**
 * An attribute of a group: `refs`, `refs_map`, `attributes`, `removed_rsrc_list`, `resource.N`,
 * `resource.N.ATTRIBUTE`, or for any other name the list of the members' attributes.
 */
export function resourceGroupAttribute(
  resource: string,
  path: readonly (string | number)[],
  view: ResourceGroupView,
): HotValue {
  const [key, ...rest] = path;
  const references = (): readonly HotValue[] =>
    view.names.map((name) => view.memberReference(name));
  const byName = (value: (name: string) => HotValue): HotMap =>
    Object.fromEntries(view.names.map((name) => [name, value(name)]));
  if (key === undefined) {
    return {
      refs: references(),
      refs_map: byName((name) => view.memberReference(name)),
      removed_rsrc_list: view.blacklist,
    };
  }
  if (key === "removed_rsrc_list") return view.blacklist;
  if (key === "refs") return selectPath(references(), rest);
  // Heat takes no path into this one, and gives the whole map.
  if (key === "refs_map") return byName((name) => view.memberReference(name));
  if (key === "attributes") {
    if (rest.length > 0) return byName((name) => view.memberAttribute(name, rest));
    throw new TemplateError(
      "InvalidTemplateAttribute",
      `The Referenced Attribute (${resource} ${key}) is incorrect.`,
    );
  }
  const member = memberPath(key, rest);
  if (member === undefined) return view.names.map((name) => view.memberAttribute(name, path));
  if (member.path.length > 0) {
    return view.names.includes(member.name) ? view.memberAttribute(member.name, member.path) : null;
  }
  if (!view.names.includes(member.name)) throw memberNotFound(member.name, resource);
  return view.memberReference(member.name);
}
