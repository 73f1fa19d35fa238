import { Command, InvalidArgumentError, type Option } from "commander";
import type { LogLevel } from "./json-lines-logger.ts";
import type { PolicyGeneration } from "./policy/generation.ts";
import { PASSWORD_VARIABLE, serviceOptionTable, variableOf } from "./service-option-table.ts";

/** What the executable is told; the service's own session comes from OS_* or clouds.yaml. */
export interface ServiceOptions {
  readonly host: string;
  readonly port: number;
  readonly publicUrl?: string;
  readonly mountPath?: string;
  readonly enableProxyHeadersParsing: boolean;
  readonly corsAllowedOrigins: readonly string[];
  readonly corsAllowHeaders?: readonly string[];
  readonly corsExposeHeaders?: readonly string[];
  readonly maxLimit?: number;
  readonly healthcheckDisableFile: string;
  readonly healthcheckDetailed: boolean;
  readonly identityUrl?: string;
  readonly tokenCacheSeconds: number;
  readonly trusteeDomain?: string;
  readonly trusteeDomainAdmin: string;
  /** From the environment alone: arguments can be read by everybody on the machine. */
  readonly trusteeDomainAdminPassword?: string;
  /** Modules with drivers beside those that ship with the server. */
  readonly drivers: readonly string[];
  readonly policyDefaults: PolicyGeneration;
  readonly policyFile?: string;
  readonly policyDirs: readonly string[];
  readonly maxClustersPerProject?: number;
  /** By COE. */
  readonly allowedNetworkDrivers?: Readonly<Record<string, readonly string[] | "all">>;
  /** By COE. */
  readonly defaultNetworkDrivers?: Readonly<Record<string, string>>;
  readonly defaultBootVolumeSizeGib?: number;
  /** The shortest RSA key that is certified. */
  readonly csrRsaBitsMin: number;
  readonly observeFirstMs: number;
  readonly observeMostMs: number;
  readonly logLevel: LogLevel;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads arguments, and the environment where they are silent; an empty variable counts as none.
 *
 * @throws CommanderError after it printed help, or which value is wrong and why.
 */
export function readServiceOptions(argv: readonly string[], env: Environment): ServiceOptions {
  const command = new Command("jeroboam-server")
    .description(
      "OpenStack Magnum's REST API. The service's own session comes from the OS_* variables or, with OS_CLOUD, from clouds.yaml.",
    )
    .allowExcessArguments(false)
    .exitOverride();
  for (const option of serviceOptionTable()) command.addOption(option);
  command.parse(argv, { from: "user" });
  for (const option of command.options) readVariable(command, option, env);
  const password = env[PASSWORD_VARIABLE];
  return {
    ...command.opts<ServiceOptions>(),
    ...(password === undefined ? {} : { trusteeDomainAdminPassword: password }),
  };
}

/** Commander would read the variables of this process, whatever environment is meant. */
function readVariable(command: Command, option: Option, env: Environment): void {
  const name = option.attributeName();
  const variable = variableOf(option);
  const text = env[variable];
  if (!text || command.getOptionValueSource(name) === "cli") return;
  try {
    const value: unknown = option.parseArg?.<unknown>(text, undefined) ?? text;
    command.setOptionValueWithSource(name, value, "env");
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    command.error(
      `error: option '${option.flags}' value '${text}' from env '${variable}' is invalid. ${error.message}`,
      error,
    );
  }
}
