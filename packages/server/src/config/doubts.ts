import { MEMCACHE_SECRET_VARIABLE } from "../secret-variables.ts";
import type { Environment } from "../service-options.ts";
import type { Settings } from "./magnum-option.ts";

/** The variable that gives the process a login; then that of the files does not count. */
export function loginVariable(env: Environment): string | undefined {
  return ["OS_CLOUD", "OS_AUTH_URL"].find((name) => env[name]);
}

/** What was told by variables and files together and is hardly meant. */
export function doubtsOf(told: Settings, env: Environment): readonly string[] {
  const variable = loginVariable(env);
  return [
    ...(variable === undefined || told.keystone === undefined
      ? []
      : [
          `the service logs in with what ${variable} and the variables beside it say; the login in the files is passed over`,
        ]),
    ...((told.memcachedServers ?? []).length === 0 || told.memcacheSecretKey !== undefined
      ? []
      : [
          `memcached is not used: it needs ${MEMCACHE_SECRET_VARIABLE}, or memcache_secret_key of [keystone_authtoken], to seal what is remembered there`,
        ]),
  ];
}
