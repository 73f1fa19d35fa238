import { InvalidRequestError } from "../errors/caller-errors.ts";
import { cloudSettingsSchema, sessionOptionsOf } from "./cloud-settings.ts";
import type { SessionOptions } from "./session-options.ts";

/**
 * Reads the OS_* variables of an openrc file: OS_AUTH_URL, OS_USERNAME, OS_PASSWORD,
 * OS_PROJECT_NAME, OS_USER_DOMAIN_NAME, OS_APPLICATION_CREDENTIAL_ID, OS_TOKEN, OS_REGION_NAME,
 * OS_INTERFACE, OS_CACERT, OS_INSECURE and their kin.
 *
 * OS_CLOUD is not looked at; {@link loadSessionOptions} follows it to clouds.yaml.
 *
 * @throws {@link InvalidRequestError} naming the variable that is missing.
 */
export function sessionOptionsFromEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): SessionOptions {
  const settings: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (name.startsWith("OS_") && value !== undefined)
      settings[name.slice(3).toLowerCase()] = value;
  }
  const { auth_type, region_name, interface: chosen, endpoint_type, ...more } = settings;
  const { verify, insecure, cacert, cert, key, ...auth } = more;
  const tls = { verify, insecure, cacert, cert, key };
  const cloud = { auth_type, region_name, interface: chosen, endpoint_type, ...tls, auth };
  const read = cloudSettingsSchema.safeParse(cloud);
  if (read.success) return sessionOptionsOf(read.data, "The environment (OS_*)");
  const names = read.error.issues.map(({ path }) => `OS_${path.join("_").toUpperCase()}`);
  throw new InvalidRequestError(`The environment cannot be read at ${names.join(", ")}`);
}
