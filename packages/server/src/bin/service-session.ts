import { loadSessionOptions, type SessionOptions } from "@jeroboam/openstack-client";
import { sessionEnvironment } from "../config/session-environment.ts";
import type { Environment, ServiceOptions } from "../service-options.ts";
import { trustAuthorities } from "../tls/trusted-authorities.ts";
import { connectionOptions } from "./composed-options.ts";

const NO_LOGIN =
  "the service has no login to Keystone: set OS_AUTH_URL and the variables that go with it, or OS_CLOUD, or [keystone_authtoken] in magnum.conf; to try it without a cloud see the demo in the README";

/**
 * The service's own login and how the cloud is asked; from then on this process believes the cloud's
 * authorities.
 *
 * @throws where the login is not whole, or a file of authorities cannot be used.
 */
export async function loadServiceSession(
  options: ServiceOptions,
  env: Environment,
): Promise<SessionOptions> {
  const { OS_CACERT: named } = env;
  trustAuthorities([...options.cloudCaFiles, ...(named ? [named] : [])]);
  if (!options.keystone && !env["OS_AUTH_URL"] && !env["OS_CLOUD"]) throw new Error(NO_LOGIN);
  const login = await loadSessionOptions(sessionEnvironment(options, env));
  return { ...login, ...connectionOptions(options) };
}
