import type { HotMap, PropertiesSchema } from "@jeroboam/hot";
import { isJsonObject, type JsonObject, textOf } from "../../json.ts";
import {
  createSecurityGroup,
  createSecurityGroupRule,
  deleteSecurityGroup,
  deleteSecurityGroupRule,
  getSecurityGroup,
  rulesOf,
} from "../../neutron/security-groups.ts";
import type { ResourceScope, ResourceType } from "../resource-type.ts";
import { physicalName } from "../stack.ts";
import { apiFields, deleteIfThere, idOf, rowAttribute } from "./network-values.ts";

const port = { type: "integer", constraints: [{ range: { min: 0, max: 65_535 } }] } as const;
const ruleFields = [
  "direction",
  "ethertype",
  "port_range_min",
  "port_range_max",
  "protocol",
  "remote_ip_prefix",
];
const ruleProperties: PropertiesSchema = {
  direction: {
    type: "string",
    default: "ingress",
    constraints: [{ allowedValues: ["ingress", "egress"] }],
  },
  ethertype: {
    type: "string",
    default: "IPv4",
    constraints: [{ allowedValues: ["IPv4", "IPv6"] }],
  },
  port_range_max: port,
  port_range_min: port,
  protocol: { type: "string" },
  remote_ip_prefix: { type: "string", constraints: [{ customConstraint: "net_cidr" }] },
};

/** Makes the rules of a group; those for egress replace the two that let everything out. */
function createRules(scope: ResourceScope, groupId: string): void {
  const { neutron } = scope.heat.cloud;
  const given = scope.properties["rules"];
  const rules = (Array.isArray(given) ? given : []).filter(isJsonObject);
  if (rules.some((rule) => rule["direction"] === "egress")) {
    for (const rule of rulesOf(neutron, groupId)) {
      if (rule["direction"] === "egress") deleteSecurityGroupRule(neutron, rule.id);
    }
  }
  for (const rule of rules) {
    const fields = Object.fromEntries(
      Object.entries(rule).filter(([key, value]) => ruleFields.includes(key) && value !== null),
    );
    const remote = textOf(rule["remote_group_id"]);
    const isRemoteGroup = rule["remote_mode"] === "remote_group_id";
    const body: JsonObject = {
      ...fields,
      security_group_id: groupId,
      ...(isRemoteGroup
        ? {
            remote_group_id:
              remote === ""
                ? groupId
                : idOf(scope, neutron.securityGroups, "security_group", remote),
          }
        : {}),
    };
    createSecurityGroupRule(neutron, scope.owner.projectId, body);
  }
}

function ruleBody(scope: ResourceScope, properties: HotMap): JsonObject {
  const { securityGroups } = scope.heat.cloud.neutron;
  const remote = idOf(scope, securityGroups, "security_group", properties["remote_group"]);
  return {
    ...apiFields(properties, [...ruleFields, "description"]),
    security_group_id: idOf(scope, securityGroups, "security_group", properties["security_group"]),
    ...(remote === undefined ? {} : { remote_group_id: remote }),
  };
}

/** Security groups, with their rules inside or as resources of their own. */
export const securityGroupTypes: readonly ResourceType[] = [
  {
    type: "OS::Neutron::SecurityGroup",
    properties: {
      description: { type: "string", updateAllowed: true },
      name: { type: "string", updateAllowed: true },
      rules: {
        type: "list",
        default: [],
        updateAllowed: true,
        items: {
          type: "map",
          schema: {
            ...ruleProperties,
            remote_group_id: { type: "string" },
            remote_mode: {
              type: "string",
              default: "remote_ip_prefix",
              constraints: [{ allowedValues: ["remote_ip_prefix", "remote_group_id"] }],
            },
          },
        },
      },
    },
    attributes: ["show"],
    calls: {
      create: ["network", "createSecurityGroup"],
      update: ["network", "updateSecurityGroup"],
      delete: ["network", "deleteSecurityGroup"],
    },
    create: (scope) => {
      const group = createSecurityGroup(scope.heat.cloud.neutron, scope.owner.projectId, {
        name: physicalName(scope.resource),
        ...apiFields(scope.properties, ["name", "description"]),
      });
      scope.setPhysicalId(group.id);
      createRules(scope, group.id);
      scope.finish();
    },
    update: (scope) => {
      const { neutron } = scope.heat.cloud;
      const group = getSecurityGroup(neutron, scope.resource.physicalId ?? "");
      Object.assign(group, apiFields(scope.properties, ["name", "description"]));
      if (scope.changed.includes("rules")) {
        for (const rule of rulesOf(neutron, group.id)) {
          if (rule["direction"] === "ingress") deleteSecurityGroupRule(neutron, rule.id);
        }
        createRules(scope, group.id);
      }
      scope.finish();
    },
    delete: (scope) =>
      deleteIfThere(scope, (id) => deleteSecurityGroup(scope.heat.cloud.neutron, id)),
    isBroken: (heat, resource) => !heat.cloud.neutron.securityGroups.has(resource.physicalId ?? ""),
    attribute: (heat, resource, name) => {
      const { neutron } = heat.cloud;
      const shown = rowAttribute(neutron.securityGroups, resource, name);
      if (!isJsonObject(shown)) return shown;
      const rules = rulesOf(neutron, resource.physicalId ?? "");
      return { ...shown, security_group_rules: JSON.parse(JSON.stringify(rules)) };
    },
  },
  {
    type: "OS::Neutron::SecurityGroupRule",
    properties: {
      ...ruleProperties,
      description: { type: "string" },
      protocol: { type: "string", default: "tcp" },
      remote_group: {
        type: "string",
        constraints: [{ customConstraint: "neutron.security_group" }],
      },
      security_group: {
        type: "string",
        required: true,
        constraints: [{ customConstraint: "neutron.security_group" }],
      },
    },
    attributes: ["show"],
    calls: {
      create: ["network", "createSecurityGroupRule"],
      delete: ["network", "deleteSecurityGroupRule"],
    },
    create: (scope) => {
      const body = ruleBody(scope, scope.properties);
      const rule = createSecurityGroupRule(scope.heat.cloud.neutron, scope.owner.projectId, body);
      scope.setPhysicalId(rule.id);
      scope.finish();
    },
    delete: (scope) =>
      deleteIfThere(scope, (id) => deleteSecurityGroupRule(scope.heat.cloud.neutron, id)),
    isBroken: (heat, resource) =>
      !heat.cloud.neutron.securityGroupRules.has(resource.physicalId ?? ""),
    attribute: (heat, resource, name) =>
      rowAttribute(heat.cloud.neutron.securityGroupRules, resource, name),
  },
];
