import { hostname } from "node:os";
import { join, resolve } from "node:path";
import { Command, InvalidArgumentError, type Option } from "commander";
import { defaultStateDirectory } from "./config/state-directory.ts";
import type { LogLevel } from "./json-lines-logger.ts";
import { holdsPassword } from "./option-value.ts";
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
  /** Looking at clusters is put off while this process made as many calls. */
  readonly observeCallsPerMinute?: number;
  /** Absolute. */
  readonly stateDirectory: string;
  /** A URL as SQLAlchemy writes it; may hold a password. */
  readonly database: string;
  readonly databaseMaxConnections?: number;
  /** Absolute. */
  readonly secretKeyFile: string;
  /** RabbitMQ, as oslo.messaging writes it; may hold a password. Without one the database alone hands out operations. */
  readonly transportUrl?: string;
  readonly rabbitPrefetch: number;
  readonly leaseSeconds: number;
  /** This machine's name among the services. */
  readonly serviceHost: string;
  readonly serviceDownSeconds: number;
  /** Where health and metrics of this process are told; 0 takes a free port, none without one. */
  readonly healthPort?: number;
  readonly healthHost: string;
  readonly stopGraceSeconds: number;
  readonly logLevel: LogLevel;
}

const serviceOptionNames = new Set(serviceOptionTable().map((option) => option.attributeName()));

export type Environment = Readonly<Record<string, string | undefined>>;

/** Lets a command be told every service option. */
export function addServiceOptions(command: Command): void {
  for (const option of serviceOptionTable()) command.addOption(option);
}

/**
 * What a command was told after it parsed its arguments, and the environment where they are silent;
 * an empty variable counts as none.
 *
 * @throws CommanderError after it printed which value is wrong and why.
 */
export function serviceOptionsOf(command: Command, env: Environment): ServiceOptions {
  for (const option of command.options) {
    if (!serviceOptionNames.has(option.attributeName())) continue;
    refusePassword(command, option);
    readVariable(command, option, env);
  }
  const password = env[PASSWORD_VARIABLE];
  const told = command.opts<Omit<ServiceOptions, "stateDirectory"> & Partial<ServiceOptions>>();
  const stateDirectory = resolve(told.stateDirectory ?? defaultStateDirectory(env));
  return {
    ...told,
    ...(password === undefined ? {} : { trusteeDomainAdminPassword: password }),
    stateDirectory,
    database: told.database ?? `sqlite:///${join(stateDirectory, "jeroboam.sqlite")}`,
    secretKeyFile: resolve(told.secretKeyFile ?? join(stateDirectory, "secret.key")),
    serviceHost: told.serviceHost ?? hostname(),
  };
}

/**
 * Reads arguments, and the environment where they are silent.
 *
 * @throws CommanderError after it printed help, or which value is wrong and why.
 */
export function readServiceOptions(argv: readonly string[], env: Environment): ServiceOptions {
  const command = new Command("jeroboam").allowExcessArguments(false).exitOverride();
  addServiceOptions(command);
  command.parse(argv, { from: "user" });
  return serviceOptionsOf(command, env);
}

/** Arguments can be read by everybody on the machine. */
function refusePassword(command: Command, option: Option): void {
  const name = option.attributeName();
  const value: unknown = command.getOptionValue(name);
  if (command.getOptionValueSource(name) !== "cli") return;
  if (typeof value === "string" && holdsPassword(value))
    command.error(
      `error: option '${option.flags}' must not hold a password, because everybody on this machine can read arguments. Set ${variableOf(option)} or magnum.conf.`,
    );
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
