import { z } from "zod";
import { defineCollection } from "../transport/collection.ts";
import type { ServiceClient } from "../transport/service-client.ts";
import { replyObject } from "../wire/reply-object.ts";
import { requestObject, toWire } from "../wire/request-object.ts";

const securityGroupRuleSchema = replyObject({
  id: z.string(),
  direction: z.string(),
  ethertype: z.string().nullish(),
  protocol: z.union([z.string(), z.number()]).nullish(),
  port_range_min: z.number().nullish(),
  port_range_max: z.number().nullish(),
  remote_ip_prefix: z.string().nullish(),
  remote_group_id: z.string().nullish(),
});
export type SecurityGroupRule = z.output<typeof securityGroupRuleSchema>;

const securityGroupSchema = replyObject({
  id: z.string(),
  name: z.string().nullish(),
  description: z.string().nullish(),
  project_id: z.string().nullish(),
  security_group_rules: z.array(securityGroupRuleSchema).nullish(),
  tags: z.array(z.string()).nullish(),
});
export type SecurityGroup = z.output<typeof securityGroupSchema>;

const filterSchema = requestObject({
  name: z.string().optional(),
  projectId: z.string().optional(),
});

const requestSchema = requestObject({
  name: z.string(),
  description: z.string().optional(),
  projectId: z.string().optional(),
});
/** What makes a security group. */
export type SecurityGroupRequest = z.input<typeof requestSchema>;

const securityGroups = defineCollection("network", {
  path: "/security-groups",
  singular: "security_group",
  plural: "security_groups",
  item: securityGroupSchema,
  filter: filterSchema,
  request: requestSchema,
});

/** Yields the security groups the identity may see. */
export const listSecurityGroups = securityGroups.list;
/** Gets a security group by its id; one that is not there is an error of status 404. */
export const getSecurityGroup = securityGroups.get;
/** Finds a security group by id or name; several of one name are an {@link AmbiguousNameError}. */
export const findSecurityGroup = securityGroups.find;
/** Makes a security group. */
export const createSecurityGroup = securityGroups.create;
/** Deletes a security group by its id; false when there was none. */
export const deleteSecurityGroup = securityGroups.delete;

const ruleRequestSchema = requestObject({
  securityGroupId: z.string(),
  direction: z.enum(["ingress", "egress"]),
  ethertype: z.enum(["IPv4", "IPv6"]).optional(),
  /** Any where undefined. */
  protocol: z.string().optional(),
  portRangeMin: z.number().int().optional(),
  portRangeMax: z.number().int().optional(),
  remoteIpPrefix: z.string().optional(),
  remoteGroupId: z.string().optional(),
});

/** Adds a rule to a security group. */
export async function createSecurityGroupRule(
  neutron: ServiceClient<"network">,
  request: z.input<typeof ruleRequestSchema>,
): Promise<SecurityGroupRule> {
  const json = {
    security_group_rule: toWire(ruleRequestSchema, request, "create a security group rule"),
  };
  const reply = await neutron.json(
    z.looseObject({ security_group_rule: securityGroupRuleSchema }),
    { method: "POST", path: "/security-group-rules", json },
  );
  return reply.security_group_rule;
}
