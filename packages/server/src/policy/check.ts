import type { Pattern } from "./pattern.ts";

/** A rule as a tree: what has to hold for the caller to pass. */
export type Check =
  | { readonly kind: "always" }
  | { readonly kind: "never" }
  /** Another rule. */
  | { readonly kind: "rule"; readonly name: string }
  /** One of the caller's roles, in any case of letters. */
  | { readonly kind: "role"; readonly role: Pattern }
  /** A fixed text. */
  | { readonly kind: "literal"; readonly text: string; readonly pattern: Pattern }
  /** What the caller's credentials hold under a path of names. */
  | { readonly kind: "credential"; readonly path: readonly string[]; readonly pattern: Pattern }
  | { readonly kind: "not"; readonly check: Check }
  | { readonly kind: "and" | "or"; readonly checks: readonly Check[] };

/** The names of the rules that a check refers to. */
export function referencesIn(check: Check): readonly string[] {
  switch (check.kind) {
    case "rule":
      return [check.name];
    case "not":
      return referencesIn(check.check);
    case "and":
    case "or":
      return check.checks.flatMap(referencesIn);
    default:
      return [];
  }
}
