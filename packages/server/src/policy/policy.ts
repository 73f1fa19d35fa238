import type { Identity } from "../identity/identity.ts";
import type { Rule } from "./rule-names.ts";

/** What a rule looks at besides the caller: whose the object is. */
export interface Target {
  readonly projectId?: string;
  readonly userId?: string;
  /** The cluster that the object is, or belongs to. */
  readonly clusterUuid?: string;
}

/** Decides who may do what. */
export interface Policy {
  allows(rule: Rule, identity: Identity, target?: Target): boolean;
}
