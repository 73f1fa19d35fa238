import { ApiError } from "../api/api-error.ts";
import type { Identity } from "../identity/identity.ts";

/** What a rule looks at besides the caller. */
export interface Target {
  readonly clusterUuid: string;
  readonly userId: string;
}
type Check = (identity: Identity, target: Target | undefined) => boolean;

const isTrustee: Check = ({ trusteeOfCluster }) => trusteeOfCluster !== null;
const projectUser: Check = (identity, target) =>
  !isTrustee(identity, target) && identity.projectId !== null;
const ownerOrTrustee: Check = (identity, target) =>
  identity.isAdmin ||
  (target !== undefined &&
    (identity.userId === target.userId || identity.trusteeOfCluster === target.clusterUuid));

/**
 * Rule → who passes. Which rows a caller sees at all is the managers' scope, not a rule.
 *
 * @upstream magnum/common/policies
 */
export const RULES = {
  "clustertemplate:create": projectUser,
  "clustertemplate:delete": projectUser,
  "clustertemplate:get": projectUser,
  "clustertemplate:get_all": projectUser,
  "clustertemplate:detail": projectUser,
  "cluster:create": projectUser,
  "cluster:delete": projectUser,
  "cluster:get": projectUser,
  "cluster:get_all": projectUser,
  "cluster:detail": projectUser,
  "cluster:update": projectUser,
  "cluster:resize": projectUser,
  "certificate:get": ownerOrTrustee,
  "certificate:create": ownerOrTrustee,
} as const satisfies Record<string, Check>;
export type Rule = keyof typeof RULES;

/** Lets the caller pass, or throws 403. */
export function enforce(rule: Rule, identity: Identity, target?: Target): void {
  if (!RULES[rule](identity, target))
    throw new ApiError(403, `Policy doesn't allow ${rule} to be performed.`);
}
