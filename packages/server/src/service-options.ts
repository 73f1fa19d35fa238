import { Command, InvalidArgumentError, Option } from "commander";
import { LOG_LEVELS, type LogLevel } from "./json-lines-logger.ts";

/** What the executable is told; the service's own session comes from OS_* or clouds.yaml. */
export interface ServiceOptions {
  readonly host: string;
  readonly port: number;
  readonly publicUrl?: string;
  readonly identityUrl?: string;
  readonly trusteeDomain?: string;
  readonly trusteeDomainAdmin: string;
  /** From the environment alone: arguments can be read by everybody on the machine. */
  readonly trusteeDomainAdminPassword?: string;
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
