import { existsSync } from "node:fs";
import { ConfigurationError } from "./configuration-error.ts";

/**
 * The policy file that was named, which has to be there: without it the defaults would allow what it was
 * written to forbid.
 *
 * @throws ConfigurationError where it is not there.
 * @differs oslo.policy goes by the defaults then.
 */
export function namedPolicyFile(options: { readonly policyFile?: string }): string | undefined {
  const { policyFile } = options;
  if (policyFile === undefined || existsSync(policyFile)) return policyFile;
  throw new ConfigurationError([
    `there is no policy file ${policyFile}; put it there, if only an empty one, or name none (--policy-file or [oslo_policy] policy_file)`,
  ]);
}
