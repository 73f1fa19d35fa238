import { Command, InvalidArgumentError, Option } from "commander";
import { LOG_LEVELS, type LogLevel } from "./json-lines-logger.ts";
import { POLICY_GENERATIONS, type PolicyGeneration } from "./policy/generation.ts";

/** What the executable is told; the service's own session comes from OS_* or clouds.yaml. */
export interface ServiceOptions {
  readonly host: string;
  readonly port: number;
  readonly publicUrl?: string;
  readonly mountPath?: string;
  readonly enableProxyHeadersParsing: boolean;
  readonly corsAllowedOrigins: readonly string[];
  readonly healthcheckDisableFile: string;
  readonly healthcheckDetailed: boolean;
  readonly identityUrl?: string;
  readonly trusteeDomain?: string;
  readonly trusteeDomainAdmin: string;
  /** From the environment alone: arguments can be read by everybody on the machine. */
  readonly trusteeDomainAdminPassword?: string;
  /** Modules with drivers beside those that ship with the server. */
  readonly drivers: readonly string[];
  readonly policyDefaults: PolicyGeneration;
  readonly policyFile?: string;
  readonly policyDirs: readonly string[];
  /** The shortest RSA key that is certified. */
  readonly csrRsaBitsMin: number;
  readonly observeFirstMs: number;
  readonly observeMostMs: number;
  readonly logLevel: LogLevel;
}

const PASSWORD_VARIABLE = "JEROBOAM_TRUSTEE_DOMAIN_ADMIN_PASSWORD";

/** Reads arguments, and the environment where they are silent; prints help and ends the process when asked. */
export function readServiceOptions(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): ServiceOptions {
  const option = (flags: string, text: string, variable: string) =>
    new Option(flags, text).env(`JEROBOAM_${variable}`);
  const command = new Command("jeroboam-server")
    .description(
      "OpenStack Magnum's REST API. The service's own session comes from the OS_* variables or, with OS_CLOUD, from clouds.yaml.",
    )
    .addOption(option("--host <address>", "listen here", "HOST").default("127.0.0.1"))
    .addOption(
      option("--port <number>", "listen here; 0 takes a free one", "PORT")
        .argParser(wholeNumber)
        .default(9511),
    )
    .addOption(option("--public-url <url>", "this API as nodes and clients reach it", "PUBLIC_URL"))
    .addOption(
      option("--mount-path <path>", "where the API hangs, such as /container-infra", "MOUNT_PATH"),
    )
    .addOption(
      option(
        "--enable-proxy-headers-parsing [boolean]",
        "believe what a proxy says of the caller's address",
        "ENABLE_PROXY_HEADERS_PARSING",
      )
        .argParser(truthValue)
        .preset("true")
        .default(false),
    )
    .addOption(
      option(
        "--cors-allowed-origins <origins>",
        "pages that may use the API from a browser, with commas between; * for all",
        "CORS_ALLOWED_ORIGINS",
      )
        .argParser(commaList)
        .default([]),
    )
    .addOption(
      option(
        "--healthcheck-disable-file <path>",
        "while it is there, /healthcheck says 503",
        "HEALTHCHECK_DISABLE_FILE",
      ).default("/etc/magnum/healthcheck_disable"),
    )
    .addOption(
      option(
        "--healthcheck-detailed [boolean]",
        "/healthcheck tells more about the machine",
        "HEALTHCHECK_DETAILED",
      )
        .argParser(truthValue)
        .preset("true")
        .default(false),
    )
    .addOption(option("--identity-url <url>", "Keystone as nodes reach it", "IDENTITY_URL"))
    .addOption(
      option(
        "--trustee-domain <id or name>",
        `domain of the clusters' own users; its admin's password is read from ${PASSWORD_VARIABLE}`,
        "TRUSTEE_DOMAIN",
      ),
    )
    .addOption(
      option(
        "--trustee-domain-admin <name>",
        "user who makes users in that domain",
        "TRUSTEE_DOMAIN_ADMIN",
      ).default("magnum_domain_admin"),
    )
    .addOption(
      option(
        "--policy-defaults <generation>",
        "rules that count where no policy file says otherwise: Magnum's since 2023.2, or those before",
        "POLICY_DEFAULTS",
      )
        .choices(POLICY_GENERATIONS)
        .default("role-based"),
    )
    .addOption(
      option(
        "--policy-file <path>",
        "rules in oslo.policy's language, YAML or JSON; read again when it changes",
        "POLICY_FILE",
      ),
    )
    .addOption(
      option(
        "--policy-dirs <paths>",
        "directories with further policy files, with commas between",
        "POLICY_DIRS",
      )
        .argParser(commaList)
        .default([]),
    )
    .addOption(
      option("--drivers <modules>", "further drivers: files or packages, with commas", "DRIVERS")
        .argParser(commaList)
        .default([]),
    )
    .addOption(
      option(
        "--csr-rsa-bits-min <bits>",
        "shortest RSA key that is certified; below 2048 only for old clients",
        "CSR_RSA_BITS_MIN",
      )
        .argParser(wholeNumber)
        .default(2048),
    )
    .addOption(
      option(
        "--observe-first-ms <ms>",
        "first look at a changing cluster after",
        "OBSERVE_FIRST_MS",
      )
        .argParser(wholeNumber)
        .default(1000),
    )
    .addOption(
      option("--observe-most-ms <ms>", "longest pause between looks", "OBSERVE_MOST_MS")
        .argParser(wholeNumber)
        .default(10_000),
    )
    .addOption(
      option("--log-level <level>", "least that is written", "LOG_LEVEL")
        .choices(LOG_LEVELS)
        .default("info"),
    )
    .parse(argv, { from: "user" });
  const password = env[PASSWORD_VARIABLE];
  return {
    ...command.opts<ServiceOptions>(),
    ...(password === undefined ? {} : { trusteeDomainAdminPassword: password }),
  };
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("It has to be a whole number.");
  return Number(text);
}

function truthValue(text: string): boolean {
  if (!/^(true|false)$/i.test(text)) throw new InvalidArgumentError("It has to be true or false.");
  return text.toLowerCase() === "true";
}

function commaList(text: string): readonly string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);
}
