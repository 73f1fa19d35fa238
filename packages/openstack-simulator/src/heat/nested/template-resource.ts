import {
  type HotMap,
  isTemplateType,
  nestedAttribute,
  nestedParameters,
  nestedPropertiesSchema,
  nestedReference,
  nestedTemplate,
} from "@jeroboam/hot";
import type { ResourceScope, ResourceType } from "../resource-type.ts";
import {
  createNested,
  deleteNested,
  type NestedContent,
  nestedView,
  updateNested,
} from "./nested-stack.ts";

function contentOf(scope: ResourceScope): NestedContent {
  const { resource } = scope;
  const { files, resources } = resource.stack.definition;
  const given = resources[resource.name]?.properties ?? {};
  return {
    template: nestedTemplate(
      resource.stack.definition.resources[resource.name]?.resolvedType ?? resource.resolvedType,
      files,
    ),
    parameters: nestedParameters(scope.properties, given),
  };
}

/** The type that a template file is: its parameters are properties, its outputs attributes. Undefined for other names. */
export function templateResourceType(
  name: string,
  files: Readonly<Record<string, string>>,
  parameterDefaults: HotMap,
): ResourceType | undefined {
  if (!isTemplateType(name)) return undefined;
  return {
    type: name,
    // A delete needs no template, and may come when the file is gone from an update.
    get properties() {
      return nestedPropertiesSchema(nestedTemplate(name, files), parameterDefaults);
    },
    attributes: [],
    create: (scope) => createNested(scope, contentOf(scope)),
    update: (scope) => updateNested(scope, contentOf(scope)),
    delete: deleteNested,
    reference: (heat, resource) =>
      resource.nested ? nestedReference(nestedView(heat, resource.nested)) : resource.name,
    attributeAt: (heat, resource, path) => {
      if (!resource.nested) return null;
      const view = nestedView(heat, resource.nested);
      if (path[0] === "OS::stack_id") return nestedReference(view);
      return nestedAttribute(resource.name, path, view);
    },
  };
}
