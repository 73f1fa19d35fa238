import { hostname } from "node:os";
import { join, resolve } from "node:path";
import { type Command, InvalidArgumentError, type Option } from "commander";
import { databaseUrl, holdsPassword, transportUrl } from "../option-values/address-value.ts";
import { variableOf } from "../service-option.ts";
import { SECRET_VARIABLES } from "../secret-variables.ts";
import { serviceOptionTable } from "../service-option-table.ts";
import type { Environment, ServiceOptions } from "../service-options.ts";
import { applyConfiguration } from "./applied-configuration.ts";
import { type ConfigurationFiles, readConfigurationFiles } from "./configuration-files.ts";
import { ConfigurationError } from "./configuration-error.ts";
import type { Settings } from "./magnum-option.ts";
import { doubtsOf, loginVariable } from "./doubts.ts";
import { policyBeside } from "./policy-beside.ts";
import { defaultStateDirectory } from "./state-directory.ts";

/** What the executable was told, and by whom. */
export interface ToldOptions {
  readonly options: ServiceOptions;
  /** Where each option comes from: a flag, a variable, `path:line`, or `default`. */
  readonly origins: Readonly<Partial<Record<string, string>>>;
  /** What files say that cannot be used. */
  readonly problems: readonly string[];
}

const NO_FILES: ConfigurationFiles = { paths: [], texts: [] };
/** What may hold a password; commander would print the value that it refuses. */
const SECRET_URLS: Readonly<Record<string, (text: string) => string>> = {
  database: databaseUrl,
  transportUrl,
  notificationTransportUrl: transportUrl,
};
const NAMES = new Set(serviceOptionTable().map((option) => option.attributeName()));

/**
 * Brings together what a command was told after it parsed its arguments: a flag counts over a variable,
 * that over files, those over defaults. An empty variable counts as none.
 *
 * @throws CommanderError after it printed which flag or variable is wrong and why.
 */
export function toldOptions(command: Command, env: Environment): ToldOptions {
  const options = command.options.filter((option) => NAMES.has(option.attributeName()));
  for (const option of options) {
    refusePassword(command, option);
    readVariable(command, option, env);
    checkSecretUrl(command, option);
  }
  const problems: string[] = [];
  const files = filesOf(command.opts<Settings>(), env, problems);
  const stateDirectory = defaultStateDirectory(env);
  const applied = applyConfiguration(files.texts, { "DEFAULT.state_path": stateDirectory });
  const beside = policyBeside(files.paths);
  const fromFiles: Settings = { stateDirectory, ...beside, ...applied.settings };
  const origins: Record<string, string> = {};
  for (const name of Object.keys(beside)) origins[name] = "beside the configuration file";
  Object.assign(origins, applied.places);
  const told: Record<string, unknown> = { ...command.opts(), ...fromFiles };
  for (const option of options) {
    const name = option.attributeName();
    const source = command.getOptionValueSource(name);
    if (source !== "cli" && source !== "env") continue;
    told[name] = command.getOptionValue(name);
    origins[name] = source === "cli" ? (option.long ?? name) : variableOf(option);
  }
  for (const [name, variable] of Object.entries(SECRET_VARIABLES)) {
    const secret = env[variable];
    if (!secret) continue;
    told[name] = secret;
    origins[name] = variable;
  }
  const doubts = doubtsOf(told, env);
  // A login is never made of both.
  if (loginVariable(env) !== undefined) delete told["keystone"];
  return {
    options: completed({
      ...(told as unknown as Told),
      configFile: files.paths,
      configWarnings: [...applied.warnings, ...doubts],
    }),
    origins,
    problems: [...problems, ...applied.problems],
  };
}

type Computed = "certificateDir" | "database" | "secretKeyFile" | "serviceHost";
type Told = Omit<ServiceOptions, Computed> & Partial<Pick<ServiceOptions, Computed>>;

/** With the defaults that follow from other options and from the machine. */
function completed(told: Told): ServiceOptions {
  const stateDirectory = resolve(told.stateDirectory);
  return {
    ...told,
    stateDirectory,
    database: told.database ?? `sqlite:///${join(stateDirectory, "jeroboam.sqlite")}`,
    certificateDir: resolve(told.certificateDir ?? join(stateDirectory, "certificates")),
    secretKeyFile: resolve(told.secretKeyFile ?? join(stateDirectory, "secret.key")),
    serviceHost: told.serviceHost ?? hostname(),
  };
}

function filesOf(
  { configFile, configDir }: Settings,
  env: Environment,
  problems: string[],
): ConfigurationFiles {
  try {
    return readConfigurationFiles({ files: configFile, directories: configDir, env });
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    problems.push(...error.problems);
    return NO_FILES;
  }
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
      `error: option '${option.flags}' value '${holdsPassword(text) ? "***" : text}' from env '${variable}' is invalid. ${error.message}`,
      error,
    );
  }
}

function checkSecretUrl(command: Command, option: Option): void {
  const name = option.attributeName();
  const text: unknown = command.getOptionValue(name);
  if (typeof text !== "string") return;
  try {
    SECRET_URLS[name]?.(text);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    const source =
      command.getOptionValueSource(name) === "env" ? ` from ${variableOf(option)}` : "";
    command.error(`error: option '${option.flags}'${source} is invalid. ${error.message}`, error);
  }
}
