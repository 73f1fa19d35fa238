import type { Identity } from "../identity/identity.ts";
import type { Policy, Target } from "./policy.ts";
import type { Rule } from "./rule-names.ts";

type Check = (identity: Identity, target: Target) => boolean;

const isAdmin: Check = (identity) => identity.isAdmin;
const isTrustee: Check = ({ trusteeOfCluster }) => trusteeOfCluster !== null;
const projectUser: Check = (identity, target) =>
  !isTrustee(identity, target) && identity.projectId !== null;
const ownerOrTrustee: Check = (identity, target) =>
  identity.isAdmin ||
  identity.userId === target.userId ||
  (identity.trusteeOfCluster !== null && identity.trusteeOfCluster === target.clusterUuid);

const SPECIAL: Readonly<Partial<Record<Rule, Check>>> = {
  "certificate:get": ownerOrTrustee,
  "certificate:create": ownerOrTrustee,
  "clustertemplate:publish": isAdmin,
  "baymodel:publish": isAdmin,
  "magnum-service:get_all": isAdmin,
  "quota:create": isAdmin,
  "quota:delete": isAdmin,
  "quota:get_all": isAdmin,
  "quota:update": isAdmin,
};

/**
 * Rule → who passes. Which rows a caller sees at all is the managers' scope, not a rule.
 *
 * @upstream magnum/common/policies
 */
export const defaultPolicy: Policy = {
  allows(rule, identity, target = {}) {
    const check = rule.endsWith("_all_projects") ? isAdmin : (SPECIAL[rule] ?? projectUser);
    return check(identity, target);
  },
};
