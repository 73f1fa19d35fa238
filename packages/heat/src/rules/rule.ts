import type { ValidationIssue } from "@jeroboam/core";

/** One thing that a driver cannot make, found without I/O. */
export interface Rule<Source> {
  /** What of the request is wrong. */
  readonly path: readonly string[];
  /** One sentence that says what is right. */
  readonly message: string;
  readonly broken: (source: Source) => boolean;
}

/** An issue for each broken rule, in the rules' order. */
export function issuesOf<Source>(
  rules: readonly Rule<Source>[],
  source: Source,
  code: string,
): readonly ValidationIssue[] {
  return rules
    .filter((rule) => rule.broken(source))
    .map(({ path, message }) => ({ path, code, message }));
}
