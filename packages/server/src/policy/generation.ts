import { LEGACY_RULES } from "./legacy-rules.ts";
import { ROLE_BASED_RULES } from "./role-based-rules.ts";
import type { Rule } from "./rule-names.ts";

/** `role-based` since 2023.2, `legacy` before. */
export const POLICY_GENERATIONS = ["role-based", "legacy"] as const;
export type PolicyGeneration = (typeof POLICY_GENERATIONS)[number];

interface Defaults {
  readonly rules: Readonly<Record<Rule, string>> & Readonly<Record<string, string>>;
  /** Who may use a token that is scoped to no project (to a domain, the system, nothing). */
  readonly withoutProject: "nobody" | "admin";
}

/**
 * What counts where no file says otherwise.
 *
 * @differs With the legacy rules Magnum lets everybody pass without a project, and shows the rows of
 *   the user; here every row belongs to a project, and only an admin can do something without one.
 *   With the newer rules Magnum refuses domain and system only where a rule has a scope.
 */
export const DEFAULTS: Readonly<Record<PolicyGeneration, Defaults>> = {
  "role-based": { rules: ROLE_BASED_RULES, withoutProject: "nobody" },
  legacy: { rules: LEGACY_RULES, withoutProject: "admin" },
};
