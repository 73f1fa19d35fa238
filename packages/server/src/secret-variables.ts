export const PASSWORD_VARIABLE = "JEROBOAM_TRUSTEE_DOMAIN_ADMIN_PASSWORD";
export const MEMCACHE_SECRET_VARIABLE = "JEROBOAM_MEMCACHE_SECRET_KEY";

/** What the environment and files tell, and arguments never, because everybody on the machine can read those. */
export const SECRET_VARIABLES = {
  secretKeys: "JEROBOAM_SECRET_KEYS",
  trusteeDomainAdminPassword: PASSWORD_VARIABLE,
  memcacheSecretKey: MEMCACHE_SECRET_VARIABLE,
} as const;
