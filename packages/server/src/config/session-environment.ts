import type { Environment, ServiceOptions } from "../service-options.ts";

/**
 * The OS_* variables of the service's own login: those of the environment where it names a cloud, else
 * those of the files. A login is never made of both.
 */
export function sessionEnvironment(
  { keystone }: Pick<ServiceOptions, "keystone">,
  env: Environment,
): Environment {
  return env["OS_CLOUD"] || env["OS_AUTH_URL"] ? env : (keystone ?? env);
}
