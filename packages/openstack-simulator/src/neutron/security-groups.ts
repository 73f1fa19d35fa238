import { type JsonObject, textAt, textOf } from "../json.ts";
import {
  networkError,
  type Neutron,
  newRow,
  type SecurityGroup,
  type SecurityGroupRule,
  takeNetworkQuota,
} from "./neutron.ts";

function insertGroup(neutron: Neutron, projectId: string, given: JsonObject): SecurityGroup {
  const group: SecurityGroup = {
    ...newRow(neutron, projectId),
    stateful: true,
    shared: false,
    name: textOf(given["name"]),
    description: textOf(given["description"]),
  };
  neutron.securityGroups.set(group.id, group);
  for (const ethertype of ["IPv4", "IPv6"]) {
    insertRule(neutron, group, { direction: "egress", ethertype, description: null });
  }
  return group;
}

function insertRule(neutron: Neutron, group: SecurityGroup, given: JsonObject): SecurityGroupRule {
  const rule: SecurityGroupRule = {
    ...newRow(neutron, group.project_id),
    description: given["description"] === null ? null : textOf(given["description"]),
    normalized_cidr: given["remote_ip_prefix"] ?? null,
    security_group_id: group.id,
    direction: textAt(given, "direction") ?? "ingress",
    ethertype: textAt(given, "ethertype") ?? "IPv4",
    protocol: given["protocol"] ?? null,
    port_range_min: given["port_range_min"] ?? null,
    port_range_max: given["port_range_max"] ?? null,
    remote_ip_prefix: given["remote_ip_prefix"] ?? null,
    remote_group_id: given["remote_group_id"] ?? null,
    remote_address_group_id: null,
  };
  neutron.securityGroupRules.set(rule.id, rule);
  return rule;
}

/** The rules of a group. */
export function rulesOf(neutron: Neutron, groupId: string): SecurityGroupRule[] {
  return [...neutron.securityGroupRules.values()].filter(
    (rule) => rule.security_group_id === groupId,
  );
}

/** The project's group `default`, made when first needed. */
export function defaultSecurityGroup(neutron: Neutron, projectId: string): SecurityGroup {
  for (const group of neutron.securityGroups.values()) {
    if (group.project_id === projectId && group.name === "default") return group;
  }
  const group = insertGroup(neutron, projectId, {
    name: "default",
    description: "Default security group",
  });
  for (const ethertype of ["IPv4", "IPv6"]) {
    insertRule(neutron, group, { ethertype, remote_group_id: group.id });
  }
  return group;
}

/** Makes a security group, with the two rules that let everything out. */
export function createSecurityGroup(
  neutron: Neutron,
  projectId: string,
  given: JsonObject,
): SecurityGroup {
  takeNetworkQuota(neutron, "security_group", projectId);
  return insertGroup(neutron, projectId, given);
}

/** A security group by id, or Neutron's 404. */
export function getSecurityGroup(neutron: Neutron, id: string): SecurityGroup {
  const group = neutron.securityGroups.get(id);
  if (!group) {
    throw networkError(404, "SecurityGroupNotFound", `Security group ${id} does not exist`);
  }
  return group;
}

/** Makes a rule; the same rule twice is refused. */
export function createSecurityGroupRule(
  neutron: Neutron,
  projectId: string,
  given: JsonObject,
): SecurityGroupRule {
  const group = getSecurityGroup(neutron, textAt(given, "security_group_id") ?? "");
  takeNetworkQuota(neutron, "security_group_rule", projectId);
  const fields = [
    "direction",
    "ethertype",
    "protocol",
    "port_range_min",
    "port_range_max",
    "remote_ip_prefix",
    "remote_group_id",
  ];
  const wanted = { direction: "ingress", ethertype: "IPv4", ...given };
  for (const rule of rulesOf(neutron, group.id)) {
    if (
      fields.every(
        (field) =>
          textOf(rule[field]) ===
          textOf(Object.entries(wanted).find(([key]) => key === field)?.[1]),
      )
    ) {
      throw networkError(
        409,
        "SecurityGroupRuleExists",
        `Security group rule already exists. Rule id is ${rule.id}.`,
      );
    }
  }
  return insertRule(neutron, group, given);
}

/** Deletes a rule, or Neutron's 404. */
export function deleteSecurityGroupRule(neutron: Neutron, id: string): void {
  if (!neutron.securityGroupRules.delete(id)) {
    throw networkError(
      404,
      "SecurityGroupRuleNotFound",
      `Security group rule ${id} does not exist`,
    );
  }
}

/** Deletes a group with its rules; refused while a port uses it. */
export function deleteSecurityGroup(neutron: Neutron, id: string): void {
  const group = getSecurityGroup(neutron, id);
  const isUsed = [...neutron.ports.values()].some((port) => port.security_groups.includes(id));
  if (isUsed) throw networkError(409, "SecurityGroupInUse", `Security Group ${id} in use.`);
  if (group.name === "default") {
    throw networkError(
      409,
      "SecurityGroupCannotRemoveDefault",
      "Insufficient rights for removing default security group.",
    );
  }
  for (const rule of neutron.securityGroupRules.values()) {
    if (rule.security_group_id === id || rule["remote_group_id"] === id) {
      neutron.securityGroupRules.delete(rule.id);
    }
  }
  neutron.securityGroups.delete(id);
}
