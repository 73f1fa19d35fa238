export type PolicyErrorCode =
  /** A rule cannot be understood. */
  | "JRB_POLICY_RULE_INVALID"
  /** A rule would ask another server. */
  | "JRB_POLICY_REMOTE_CHECK"
  /** A rule refers to itself through others. */
  | "JRB_POLICY_CYCLE"
  /** A file cannot be read, is gone, or is not a map of rules. */
  | "JRB_POLICY_FILE_INVALID";

/** Rules that cannot be used. The message says which, and what to do. */
export class PolicyError extends Error {
  override readonly name = "PolicyError";
  readonly code: PolicyErrorCode;

  constructor(code: PolicyErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
