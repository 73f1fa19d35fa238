import type { HotValue, PropertiesSchema } from "@jeroboam/hot";
import { type JsonObject, textOf } from "../../json.ts";
import {
  createLoadBalancerRow,
  deleteLoadBalancerRow,
  getLoadBalancerRow,
  type LoadBalancerPart,
} from "../../octavia/octavia.ts";
import { ResourceError } from "../resource-failure.ts";
import type { ResourceScope, ResourceType } from "../resource-type.ts";
import { physicalName } from "../stack.ts";
import { apiFields, firstGiven } from "./network-values.ts";

/** One type of the family as a table row. */
export interface PartType {
  readonly type: string;
  readonly kind: LoadBalancerPart;
  readonly properties: PropertiesSchema;
  readonly attributes: readonly string[];
  /** The properties that name what it belongs to, the first given wins. */
  readonly parents: readonly string[];
  readonly fields?: (scope: ResourceScope) => JsonObject;
}

function parentId(scope: ResourceScope, parents: readonly string[]): string | undefined {
  const wanted = textOf(firstGiven(scope.properties, parents));
  if (wanted === "") return undefined;
  const { rows } = scope.heat.cloud.octavia;
  const found = rows.get(wanted) ?? [...rows.values()].find((row) => row["name"] === wanted);
  if (!found) throw new ResourceError("NotFound", `Not found: ${wanted}`);
  return found.id;
}

/** What Heat does with a part of a load balancer. */
export function partType(part: PartType): ResourceType {
  const names = Object.keys(part.properties);
  return {
    type: part.type,
    properties: part.properties,
    ...(part.parents.length > 1 ? { needsSome: [part.parents] } : {}),
    attributes: part.attributes,
    calls: {
      create: ["load-balancer", `create_${part.kind}`],
      update: ["load-balancer", `update_${part.kind}`],
      delete: ["load-balancer", `delete_${part.kind}`],
    },
    create: (scope) => {
      const parent = parentId(scope, part.parents);
      const row = createLoadBalancerRow(
        scope.heat.cloud.octavia,
        {
          kind: part.kind,
          projectId: scope.owner.projectId,
          ...(parent === undefined ? {} : { parentId: parent }),
          fields: {
            name: physicalName(scope.resource),
            ...apiFields(scope.properties, names),
            ...part.fields?.(scope),
          },
        },
        () => scope.finish(),
      );
      scope.setPhysicalId(row.id);
    },
    update: (scope) => {
      const row = getLoadBalancerRow(scope.heat.cloud.octavia, scope.resource.physicalId ?? "");
      Object.assign(row, apiFields(scope.properties, scope.changed));
      scope.finish();
    },
    delete: (scope) => {
      deleteLoadBalancerRow(scope.heat.cloud.octavia, scope.resource.physicalId ?? "");
      scope.finish();
    },
    isBroken: (heat, resource) => !heat.cloud.octavia.rows.has(resource.physicalId ?? ""),
    attribute: (heat, resource, attribute): HotValue => {
      const row = heat.cloud.octavia.rows.get(resource.physicalId ?? "");
      if (!row) return null;
      const own = attribute === "show" ? row : row[attribute];
      return own === undefined ? null : JSON.parse(JSON.stringify(own));
    },
  };
}
