import { CREDENTIAL_KINDS, type CredentialKind } from "@jeroboam/core";
import type { EndpointInterface, ServiceType } from "@jeroboam/openstack-client";
import { memcachedServers } from "../../option-values/address-value.ts";
import { credentialKinds } from "../../option-values/choice-value.ts";
import { endpointInterface } from "../../option-values/service-value.ts";
import { MEMCACHE_SECRET_VARIABLE, PASSWORD_VARIABLE } from "../../secret-variables.ts";
import { becomes, ignored, type MagnumOption, part, sets } from "../magnum-option.ts";
import { boolean, integer, type Kind, list, string } from "../value-kinds.ts";

/** Of keystoneauth's options those that a login is made of; the variable is `OS_` and the name. */
const LOGIN =
  "auth_type auth_url username user_id password project_name project_id user_domain_name user_domain_id project_domain_name project_domain_id default_domain_name default_domain_id domain_name domain_id trust_id system_scope token application_credential_id application_credential_name application_credential_secret tenant_name tenant_id region_name interface".split(
    " ",
  );
const SECRETS = ["password", "token", "application_credential_secret"];
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  username: ["user_name", "user"],
  auth_type: ["auth_plugin"],
};
/** How the login's connections are secured. */
const LOGIN_TLS = { certfile: "cert", keyfile: "key", insecure: "insecure" } as const;
const SECURES = "how all services are asked, where their own groups say nothing";
/** How Keystone's first version of the middleware was told of a login. */
const FORMER =
  "auth_host auth_port auth_protocol admin_user admin_password admin_tenant_name identity_uri".split(
    " ",
  );

const kinds: Kind<readonly CredentialKind[]> = {
  label: `of ${CREDENTIAL_KINDS.join(", ")}, with commas between`,
  read: credentialKinds,
};

function loginOptions(group: string): ReadonlyMap<string, MagnumOption<string>> {
  return new Map(
    LOGIN.map((name) => [
      name,
      part(`${group}.${name}`, string, "the service's own login, like OS_* variables", {
        secret: SECRETS.includes(name),
        alias: (ALIASES[name] ?? []).map((alias) => `${group}.${alias}`),
      }),
    ]),
  );
}

/** By the name that the OS_* variable has. */
function tlsOptions(group: string): ReadonlyMap<string, MagnumOption<string | boolean>> {
  return new Map(
    Object.entries(LOGIN_TLS).map(([name, variable]) => {
      const kind: Kind<string | boolean> = name === "insecure" ? boolean : string;
      return [variable, part(`${group}.${name}`, kind, SECURES)];
    }),
  );
}

export const AUTH_TLS = tlsOptions("keystone_auth");
export const AUTHTOKEN_TLS = tlsOptions("keystone_authtoken");
export const AUTH_LOGIN = loginOptions("keystone_auth");
export const AUTHTOKEN_LOGIN = loginOptions("keystone_authtoken");
export const AUTH_SECTION = part(
  "keystone_auth.auth_section",
  string,
  "keystone_authtoken takes the login from there",
);
export const FORMER_LOGIN: ReadonlyMap<string, MagnumOption<string>> = new Map(
  FORMER.map((name) => [
    name,
    part(
      `keystone_authtoken.${name}`,
      string,
      "the service's own login, where newer options say nothing",
      {
        secret: name === "admin_password",
      },
    ),
  ]),
);
export const AUTHENTICATE_URI = part(
  "keystone_authtoken.www_authenticate_uri",
  string,
  "Keystone's address where auth_url names none",
  { formerly: ["keystone_authtoken.auth_uri"] },
);

export const TRUSTEE_DOMAIN_ID = part("trust.trustee_domain_id", string, "--trustee-domain");
export const TRUSTEE_DOMAIN_NAME = part("trust.trustee_domain_name", string, "--trustee-domain");

const endpoint: Kind<EndpointInterface> = {
  label: "public, internal, admin",
  read: (text) => (text === "" ? undefined : endpointInterface(text)),
};

const servers: Kind<readonly string[]> = {
  label: "host:port, with commas between",
  read: (text) => memcachedServers(text),
};

/** Where each service is asked. */
export const CLIENTS = Object.entries({
  barbican: "key-manager",
  cinder: "block-storage",
  glance: "image",
  heat: "orchestration",
  magnum: "container-infra",
  neutron: "network",
  nova: "compute",
  octavia: "load-balancer",
} satisfies Record<string, ServiceType>).map(([name, service]) => ({
  service,
  group: `${name}_client`,
  region: part(`${name}_client.region_name`, string, "--service-regions"),
  endpointType: part(`${name}_client.endpoint_type`, endpoint, "--service-interfaces"),
  caFile: part(`${name}_client.ca_file`, string, "--service-ca-files"),
  certFile: part(`${name}_client.cert_file`, string, "--service-cert-files"),
  keyFile: part(`${name}_client.key_file`, string, "--service-key-files"),
  insecure: part(`${name}_client.insecure`, boolean, "--service-insecure"),
}));

/** Whom the whole process believes. */
export const AUTHORITIES: readonly MagnumOption<string>[] = [
  part("keystone_auth.cafile", string, "--cloud-ca-files"),
  part("keystone_authtoken.cafile", string, "--cloud-ca-files"),
];

/** Who the service is in the cloud, whom it believes, and whom it makes for clusters. */
export const KEYSTONE_OPTIONS: readonly MagnumOption[] = [
  ...AUTH_LOGIN.values(),
  ...AUTHTOKEN_LOGIN.values(),
  ...AUTH_TLS.values(),
  ...AUTHTOKEN_TLS.values(),
  AUTH_SECTION,
  ...FORMER_LOGIN.values(),
  AUTHENTICATE_URI,
  // The later counts: the service's own login has its timeout rather from its own group.
  ...["keystone_authtoken", "keystone_auth"].flatMap((group) => [
    sets(`${group}.timeout`, integer(1), "cloudTimeoutSeconds"),
    ...ignored(group, "collect_timing split_loggers", "see metrics at --health-port"),
  ]),
  becomes(
    "keystone_authtoken.token_cache_time",
    integer(-1),
    "--token-cache-seconds",
    (seconds) => ({
      tokenCacheSeconds: Math.max(0, seconds),
    }),
  ),
  becomes(
    "keystone_authtoken.revocation_cache_time",
    integer(0),
    "--revocation-check-seconds",
    (revocationCheckSeconds) => ({ revocationCheckSeconds }),
  ),
  sets("keystone_authtoken.memcached_servers", servers, "memcachedServers", {
    formerly: ["keystone_authtoken.memcache_servers"],
  }),
  becomes(
    "keystone_authtoken.memcache_secret_key",
    string,
    MEMCACHE_SECRET_VARIABLE,
    (memcacheSecretKey) => ({ memcacheSecretKey }),
    { secret: true },
  ),
  ...ignored(
    "keystone_authtoken",
    "memcache_security_strategy",
    "what is remembered in memcached is always sealed",
  ),
  ...ignored(
    "keystone_authtoken",
    "cache memcache_use_advanced_pool memcache_pool_dead_retry memcache_pool_maxsize memcache_pool_socket_timeout memcache_pool_unused_timeout memcache_pool_conn_get_timeout memcache_tls_enabled memcache_tls_cafile memcache_tls_certfile memcache_tls_keyfile memcache_tls_allowed_ciphers memcache_sasl_enabled memcache_username memcache_password",
    "memcached is reached in one way only",
    { secret: true },
  ),
  ...ignored(
    "keystone_authtoken",
    "auth_version auth_section delay_auth_decision http_connect_timeout http_request_max_retries include_service_catalog enforce_token_bind service_type hash_algorithms check_revocations_for_cached signing_dir admin_token",
    "tokens are checked with Keystone's API version 3",
    { secret: true },
  ),
  ...ignored(
    "keystone_authtoken",
    "service_token_roles service_token_roles_required",
    "X-Service-Token is not looked at: it gives no right here",
  ),
  TRUSTEE_DOMAIN_ID,
  TRUSTEE_DOMAIN_NAME,
  sets("trust.trustee_domain_admin_name", string, "trusteeDomainAdmin"),
  sets("trust.trustee_domain_admin_id", string, "trusteeDomainAdminId"),
  ...ignored(
    "trust",
    "trustee_domain_admin_domain_id trustee_domain_admin_domain_name",
    "the admin is looked for in the trustee domain",
  ),
  becomes(
    "trust.trustee_domain_admin_password",
    string,
    PASSWORD_VARIABLE,
    (trusteeDomainAdminPassword) => ({ trusteeDomainAdminPassword }),
    { secret: true },
  ),
  sets("jeroboam.cluster_credentials", kinds, "clusterCredentials"),
  sets("trust.cluster_user_trust", boolean, "clusterUserTrust"),
  sets("trust.roles", list, "trustRoles"),
  sets("trust.trustee_keystone_interface", endpoint, "trusteeKeystoneInterface"),
  sets("trust.trustee_keystone_region_name", string, "trusteeKeystoneRegionName"),
  ...AUTHORITIES,
  ...CLIENTS.flatMap(({ group, ...options }) => [
    ...Object.values(options).filter((option) => typeof option !== "string"),
    ...ignored(group, "api_version", "the versions are chosen by what is needed"),
  ]),
];
