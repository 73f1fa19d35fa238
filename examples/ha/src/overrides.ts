/** What differs between a cloud of three controllers and all of it on one machine. */
export interface Overrides {
  readonly controller: string;
  readonly apiPort: number;
  readonly databaseUrl: string;
  /** Undefined leaves RabbitMQ out. */
  readonly transportUrl: string;
  /** `OS_*` of the service's own user. */
  readonly service: Readonly<Record<string, string>>;
  /** `OS_*` of the admin of the clusters' domain. */
  readonly domainAdmin: Readonly<Record<string, string>>;
}

/** A second configuration file that is read after the example's `magnum.conf` and wins over it. */
export function overridesFile(overrides: Overrides): string {
  const { service, domainAdmin } = overrides;
  return Object.entries({
    DEFAULT: { host: overrides.controller, transport_url: overrides.transportUrl },
    api: { host: "127.0.0.1", port: overrides.apiPort },
    database: { connection: overrides.databaseUrl },
    keystone_authtoken: {
      www_authenticate_uri: service["OS_AUTH_URL"],
      auth_url: service["OS_AUTH_URL"],
      username: service["OS_USERNAME"],
      password: service["OS_PASSWORD"],
      project_name: service["OS_PROJECT_NAME"],
      user_domain_name: service["OS_USER_DOMAIN_NAME"],
      project_domain_name: service["OS_PROJECT_DOMAIN_NAME"],
    },
    trust: {
      trustee_domain_name: domainAdmin["OS_DOMAIN_NAME"],
      trustee_domain_admin_name: domainAdmin["OS_USERNAME"],
      trustee_domain_admin_password: domainAdmin["OS_PASSWORD"],
    },
  })
    .map(([group, options]) => section(group, options))
    .join("\n");
}

function section(group: string, options: Readonly<Record<string, unknown>>): string {
  // A dollar sign begins a reference.
  const lines = Object.entries(options).map(
    ([name, value]) => `${name} = ${String(value).replaceAll("$", "$$$$")}`,
  );
  return [`[${group}]`, ...lines, ""].join("\n");
}
