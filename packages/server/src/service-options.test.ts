import { hostname } from "node:os";
import { CommanderError } from "commander";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { readServiceOptions } from "./service-options.ts";

/** Else the machine's own magnum.conf would be read. */
const NO_FILE = { JEROBOAM_CONFIG_FILE: "/dev/null" };

describe("the executable's options", () => {
  it("have defaults that fit Magnum's clients", () => {
    expect(readServiceOptions([], { ...NO_FILE, XDG_STATE_HOME: "/state" })).toEqual({
      configFile: ["/dev/null"],
      configWarnings: [],
      host: "127.0.0.1",
      port: 9511,
      enabledSsl: false,
      enableProxyHeadersParsing: false,
      corsAllowedOrigins: [],
      healthcheckDisableFile: "/etc/magnum/healthcheck_disable",
      healthcheckDetailed: false,
      trusteeDomainAdmin: "magnum_domain_admin",
      trustRoles: [],
      clusterCredentials: ["trust"],
      clusterUserTrust: false,
      trusteeKeystoneInterface: "public",
      cloudCaFiles: [],
      drivers: [],
      disabledDrivers: [],
      enabledBetaDrivers: [],
      nodesVerifyCa: true,
      logStderr: false,
      tokenCacheSeconds: 300,
      revocationCheckSeconds: 10,
      memcachedServers: [],
      policyDefaults: "role-based",
      policyDirs: [],
      csrRsaBitsMin: 2048,
      certManagerType: "x509keypair",
      certificateDir: "/state/jeroboam/certificates",
      observeFirstMs: 1000,
      observeMostMs: 10_000,
      heatListsAllProjects: false,
      stateDirectory: "/state/jeroboam",
      database: "sqlite:////state/jeroboam/jeroboam.sqlite",
      secretKeyFile: "/state/jeroboam/secret.key",
      rabbitPrefetch: 8,
      leaseSeconds: 30,
      operationRetentionDays: 0,
      notificationDrivers: [],
      notificationTopics: ["notifications"],
      notificationExchange: "magnum",
      notificationDurable: false,
      eventRetentionDays: 0,
      serviceHost: hostname(),
      serviceDownSeconds: 180,
      healthHost: "127.0.0.1",
      stopGraceSeconds: 30,
      logLevel: "info",
    });
  });

  it("are doubted where the environment's login hides that of the files, or memcached has no secret", () => {
    const named = { ...NO_FILE, OS_KEYSTONE_AUTH__AUTH_URL: "http://k/v3" };
    const from = (env: Record<string, string>) => readServiceOptions([], { ...named, ...env });
    expect(from({}).configWarnings).toEqual([]);
    expect(from({ OS_AUTH_URL: "http://other/v3" }).configWarnings).toEqual([
      expect.stringContaining("OS_AUTH_URL"),
    ]);
    const servers = { JEROBOAM_MEMCACHED_SERVERS: "127.0.0.1:11211" };
    expect(from(servers).configWarnings).toEqual([
      expect.stringContaining("memcached is not used"),
    ]);
    expect(from({ ...servers, JEROBOAM_MEMCACHE_SECRET_KEY: "s" }).configWarnings).toEqual([]);
  });

  it("are read from arguments, the password from the environment alone", () => {
    const argv = ["--port", "0", "--public-url", "https://cloud/v1", "--trustee-domain", "magnum"];
    const env = { JEROBOAM_TRUSTEE_DOMAIN_ADMIN_PASSWORD: "secret" };
    expect(readServiceOptions(argv, { ...NO_FILE, ...env })).toMatchObject({
      port: 0,
      publicUrl: "https://cloud/v1",
      trusteeDomain: "magnum",
      trusteeDomainAdminPassword: "secret",
    });
  });

  it("take truth values and lists in words", () => {
    const env = {
      JEROBOAM_ENABLE_PROXY_HEADERS_PARSING: "false",
      JEROBOAM_CORS_ALLOWED_ORIGINS: "https://a, https://b,",
      JEROBOAM_HEALTHCHECK_DETAILED: "false",
    };
    expect(readServiceOptions(["--healthcheck-detailed"], { ...NO_FILE, ...env })).toMatchObject({
      enableProxyHeadersParsing: false,
      corsAllowedOrigins: ["https://a", "https://b"],
      healthcheckDetailed: true,
    });
  });

  it("are read from the environment that is handed in, and from no other", () => {
    vi.stubEnv("JEROBOAM_HOST", "10.9.9.9");
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(readServiceOptions([], NO_FILE).host).toBe("127.0.0.1");
    const env = { JEROBOAM_HOST: "10.0.0.1", JEROBOAM_PORT: "", JEROBOAM_LOG_LEVEL: "debug" };
    expect(readServiceOptions([], { ...NO_FILE, ...env })).toMatchObject({
      host: "10.0.0.1",
      port: 9511,
      logLevel: "debug",
    });
    expect(readServiceOptions(["--host", "10.0.0.2"], { ...NO_FILE, ...env }).host).toBe(
      "10.0.0.2",
    );
  });

  it("set what Magnum's configuration sets", () => {
    const env = {
      JEROBOAM_MAX_CLUSTERS_PER_PROJECT: "0",
      JEROBOAM_ALLOWED_NETWORK_DRIVERS: "kubernetes=flannel,kubernetes=calico,swarm=all",
      JEROBOAM_DEFAULT_NETWORK_DRIVERS: "kubernetes=calico, swarm-mode=docker",
      JEROBOAM_DEFAULT_BOOT_VOLUME_SIZE_GIB: "20",
      JEROBOAM_TOKEN_CACHE_SECONDS: "0",
      JEROBOAM_CORS_ALLOW_HEADERS: "If-Match,X-Auth-Token",
      JEROBOAM_CORS_EXPOSE_HEADERS: "ETag",
      JEROBOAM_MAX_LIMIT: "50",
    };
    expect(readServiceOptions([], { ...NO_FILE, ...env })).toMatchObject({
      maxClustersPerProject: 0,
      allowedNetworkDrivers: { kubernetes: ["flannel", "calico"], swarm: "all" },
      defaultNetworkDrivers: { kubernetes: "calico", "swarm-mode": "docker" },
      defaultBootVolumeSizeGib: 20,
      tokenCacheSeconds: 0,
      corsAllowHeaders: ["If-Match", "X-Auth-Token"],
      corsExposeHeaders: ["ETag"],
      maxLimit: 50,
    });
  });

  it("take passwords in URLs from the environment alone", () => {
    const said = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    onTestFinished(() => said.mockRestore());
    const database = "mysql+pymysql://magnum:secret@db/magnum";
    const transportUrl = "rabbit://a:5672,magnum:secret@b:5672/";
    const env = { JEROBOAM_DATABASE: database, JEROBOAM_TRANSPORT_URL: transportUrl };
    expect(readServiceOptions([], { ...NO_FILE, ...env })).toMatchObject({
      database,
      transportUrl,
    });
    for (const argv of [[`--database=${database}`], [`--transport-url=${transportUrl}`]])
      expect(() => readServiceOptions(argv, NO_FILE)).toThrow(CommanderError);
    const texts = said.mock.calls.map(([text]) => String(text));
    expect(texts).toHaveLength(2);
    for (const text of texts) {
      expect(text).toContain("must not hold a password");
      expect(text).not.toContain("secret@");
    }
    expect(readServiceOptions(["--transport-url=rabbit://a:5672/"], NO_FILE).transportUrl).toBe(
      "rabbit://a:5672/",
    );
  });

  it.each([
    ["DATABASE", "oracle://u:secret@db/x", "oracle is not known"],
    ["DATABASE", "u:secret@db", ""],
    ["TRANSPORT_URL", "kafka://me:secret@mq/", "rabbit://"],
    ["NOTIFICATION_TRANSPORT_URL", "kafka://me:secret@mq/", "rabbit://"],
    ["TRANSPORT_URL", "me:secret@mq", "rabbit://"],
  ])("say what is wrong with %s %s, and not its password", (name, value, reason) => {
    const said = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    onTestFinished(() => said.mockRestore());
    const flag = `--${name.toLowerCase().replaceAll("_", "-")}=${value}`;
    const told = { ...NO_FILE, [`JEROBOAM_${name}`]: value };
    expect(() => readServiceOptions([], told)).toThrow(CommanderError);
    expect(() => readServiceOptions([flag], NO_FILE)).toThrow(CommanderError);
    const texts = said.mock.calls.map(([text]) => String(text));
    expect(texts[0]).toContain(`from JEROBOAM_${name} is invalid`);
    expect(texts[0]).toContain(reason);
    expect(texts.join("\n")).not.toContain("secret");
  });

  it.each([
    ["PORT", "65536", "at most 65535"],
    ["PORT", "-1", "a whole number"],
    ["MAX_LIMIT", "0", "at least 1"],
    ["PUBLIC_URL", "cloud.example/v1", "a URL"],
    ["PUBLIC_URL", "file:///v1", "a URL"],
    ["PUBLIC_URL", "https://cloud/v1?x=1", "without user, query and fragment"],
    ["IDENTITY_URL", "https://me:secret@cloud/v3", "without user, query and fragment"],
    ["MOUNT_PATH", "container-infra", "begins with a slash"],
    ["MOUNT_PATH", "/a?b", "begins with a slash"],
    ["HEALTHCHECK_DETAILED", "perhaps", "true or false"],
    ["POLICY_DEFAULTS", "newest", "role-based, legacy"],
    ["ALLOWED_NETWORK_DRIVERS", "flannel", "coe=driver"],
    ["DEFAULT_NETWORK_DRIVERS", "kubernets=flannel", "kubernets is none of"],
    ["SERVICE_REGIONS", "heat=RegionTwo", "heat is none of identity, orchestration"],
    ["NOTIFICATION_DRIVERS", "messaging,mail", "messagingv2, log, noop"],
    ["SERVICE_INSECURE", "orchestration=perhaps", "true or false"],
    ["SERVICE_INTERFACES", "orchestration=inner", "inner is none of public, internal, admin"],
  ])("refuse %s %s, as an argument and as a variable", (name, value, reason) => {
    const said = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    onTestFinished(() => said.mockRestore());
    const flag = `--${name.toLowerCase().replaceAll("_", "-")}=${value}`;
    for (const [argv, env] of [
      [[flag], {}],
      [[], { [`JEROBOAM_${name}`]: value }],
    ] as const)
      expect(() => readServiceOptions(argv, { ...NO_FILE, ...env })).toThrow(CommanderError);
    expect(said.mock.calls.map(([text]) => String(text))).toEqual([
      expect.stringContaining(reason),
      expect.stringContaining(reason),
    ]);
  });
});
