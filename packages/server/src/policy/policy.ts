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
  /** Without a target it is asked about the caller's own project, as for lists and for what is made. */
  allows(rule: Rule, identity: Identity, target?: Target): boolean;
}
