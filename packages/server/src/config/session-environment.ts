import type { Environment, ServiceOptions } from "../service-options.ts";

/** The OS_* variables of the service's own login: those of the files, unless the environment names a cloud. */
export function sessionEnvironment(
  { keystone }: Pick<ServiceOptions, "keystone">,
  env: Environment,
): Environment {
  return keystone ?? env;
}
