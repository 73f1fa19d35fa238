/** A configuration that cannot be used; each problem says where it is and what is allowed. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
  readonly code = "JRB_CONFIGURATION_INVALID";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}
