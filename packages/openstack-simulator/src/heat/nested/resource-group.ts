import {
  expandResourceGroup,
  type HotValue,
  resourceGroupAttribute,
  type ResourceGroupState,
  resourceGroupSchema,
  TemplateError,
} from "@jeroboam/hot";
import type { Heat } from "../heat.ts";
import type { ResourceScope, ResourceType } from "../resource-type.ts";
import { referenceOf } from "../stack-runtime.ts";
import type { HeatResource } from "../stack.ts";
import {
  createNested,
  deleteNested,
  type NestedContent,
  nestedView,
  updateNested,
} from "./nested-stack.ts";

const blacklistKey = "name_blacklist";

function blacklistOf(resource: HeatResource): string[] {
  const stored = resource.data.get(blacklistKey) ?? "";
  return stored === "" ? [] : stored.split(",");
}

/** What the group has been until now; undefined for a new one. */
function groupState(heat: Heat, resource: HeatResource): ResourceGroupState | undefined {
  const { nested } = resource;
  if (!nested) return undefined;
  const members = [...nested.resources.values()].map((member): [string, HotValue] => [
    member.name,
    referenceOf(heat, member),
  ]);
  return { blacklist: blacklistOf(resource), members: Object.fromEntries(members) };
}

function contentOf(scope: ResourceScope): NestedContent {
  const { heat, resource } = scope;
  const expansion = expandResourceGroup(scope.properties, groupState(heat, resource));
  resource.data.set(blacklistKey, expansion.blacklist.join(","));
  return { template: expansion.template, parameters: {} };
}

/** Heat fails an output that reads an attribute of a member that has gone. */
function refuseAbsentMember(
  group: string,
  [key]: readonly (string | number)[],
  names: readonly string[],
): void {
  const [, member] = /^resource\.([^.]+)\./.exec(`${key}`) ?? [];
  if (member !== undefined && names.length > 0 && !names.includes(member)) {
    throw new TemplateError(
      "EntityNotFound",
      `Member '${member}' not found in group resource '${group}'.`,
    );
  }
}

/** `OS::Heat::ResourceGroup`: a nested stack of equal members. */
export const resourceGroupType: ResourceType = {
  type: "OS::Heat::ResourceGroup",
  properties: resourceGroupSchema,
  attributes: ["refs", "refs_map", "attributes", "removed_rsrc_list"],
  create: (scope) => createNested(scope, contentOf(scope)),
  update: (scope) => updateNested(scope, contentOf(scope)),
  delete: deleteNested,
  attributeAt: (heat, resource, path) => {
    if (!resource.nested) return null;
    const view = nestedView(heat, resource.nested);
    const wanted = Object.keys(resource.nested.definition.resources);
    refuseAbsentMember(resource.name, path, wanted);
    return resourceGroupAttribute(resource.name, path, {
      blacklist: blacklistOf(resource),
      names: wanted.toSorted((one, other) => Number(one) - Number(other)),
      memberReference: (name) => view.memberReference(name),
      memberAttribute: (name, path_) => view.memberAttribute(name, path_),
    });
  },
};
