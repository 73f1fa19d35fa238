import { cloudSettingsSchema, sessionOptionsOf } from "./cloud-settings.ts";
import type { SessionOptions } from "./session-options.ts";

/**
 * Reads the OS_* variables of an openrc file: OS_AUTH_URL, OS_USERNAME, OS_PASSWORD,
 * OS_PROJECT_NAME, OS_USER_DOMAIN_NAME, OS_APPLICATION_CREDENTIAL_ID, OS_TOKEN, OS_REGION_NAME,
 * OS_INTERFACE and their kin.
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
  const { auth_type, region_name, interface: chosen, endpoint_type, ...auth } = settings;
  const cloud = { auth_type, region_name, interface: chosen, endpoint_type, auth };
  return sessionOptionsOf(cloudSettingsSchema.parse(cloud), "The environment (OS_*)");
}
