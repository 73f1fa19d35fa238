import type {
  AffinityPolicy,
  AuthorityKeyType,
  CertManagerType,
  CredentialKind,
  KeyUsage,
  RequestableExtension,
  SignatureHash,
} from "@jeroboam/core";
import type { EndpointInterface } from "@jeroboam/openstack-client";
import { Command } from "commander";
import { toldOptions } from "./config/told-options.ts";
import type { LogLevel } from "./json-lines-logger.ts";
import type { NotificationDriver } from "./notifications/notification-driver.ts";
import type { ByService } from "./option-values/service-value.ts";
import type { PolicyGeneration } from "./policy/generation.ts";
import { serviceOptionTable } from "./service-option-table.ts";

/** What the executable is told. */
export interface ServiceOptions {
  /** The files that were read. */
  readonly configFile?: readonly string[];
  readonly configDir?: readonly string[];
  /** What to tell the operator of the files, each once. */
  readonly configWarnings: readonly string[];
  /** The service's own login as files have it, in OS_* variables; left out where the environment names a cloud. */
  readonly keystone?: Readonly<Record<string, string>>;
  readonly host: string;
  readonly port: number;
  /** Whether the API speaks TLS by itself. */
  readonly enabledSsl: boolean;
  readonly sslCertFile?: string;
  readonly sslKeyFile?: string;
  readonly publicUrl?: string;
  readonly mountPath?: string;
  readonly enableProxyHeadersParsing: boolean;
  readonly corsAllowedOrigins: readonly string[];
  readonly corsAllowHeaders?: readonly string[];
  readonly corsExposeHeaders?: readonly string[];
  readonly corsAllowMethods?: readonly string[];
  readonly corsAllowCredentials?: boolean;
  readonly corsMaxAgeSeconds?: number;
  readonly maxLimit?: number;
  readonly healthcheckDisableFile: string;
  readonly healthcheckDetailed: boolean;
  readonly identityUrl?: string;
  /** Where it is not that of the service's own login. */
  readonly serviceRegions?: ByService<string>;
  /** Where it is not that of the service's own login. */
  readonly serviceInterfaces?: ByService<EndpointInterface>;
  /** How the connections to a service are secured, where not as those of the service's own login. */
  readonly serviceCaFiles?: ByService<string>;
  readonly serviceCertFiles?: ByService<string>;
  readonly serviceKeyFiles?: ByService<string>;
  readonly serviceInsecure?: ByService<boolean>;
  /** Authorities that are believed beside those of Node.js. */
  readonly cloudCaFiles: readonly string[];
  readonly cloudTimeoutSeconds?: number;
  readonly tokenCacheSeconds: number;
  readonly revocationCheckSeconds: number;
  /** Each `host:port`; none where processes remember tokens by themselves. */
  readonly memcachedServers: readonly string[];
  /** From the environment or files alone: arguments can be read by everybody on the machine. */
  readonly memcacheSecretKey?: string;
  readonly trusteeDomain?: string;
  readonly trusteeDomainAdmin: string;
  /** Instead of the name. */
  readonly trusteeDomainAdminId?: string;
  /** As `memcacheSecretKey`. */
  readonly trusteeDomainAdminPassword?: string;
  /** Of whoever makes a cluster; all of them where empty. */
  readonly trustRoles: readonly string[];
  /** Which Keystone nodes are told. */
  /** The kinds that clusters are given, the preferred one first. */
  readonly clusterCredentials: readonly CredentialKind[];
  readonly clusterUserTrust: boolean;
  readonly trusteeKeystoneInterface: EndpointInterface;
  readonly trusteeKeystoneRegionName?: string;
  /** Modules with drivers beside those that ship with the server. */
  readonly drivers: readonly string[];
  /** Names of drivers that are not used. */
  readonly disabledDrivers: readonly string[];
  /** Names of beta drivers that are used all the same. */
  readonly enabledBetaDrivers: readonly string[];
  /** Between several of the same cluster type. */
  readonly defaultDriver?: string;
  readonly policyDefaults: PolicyGeneration;
  readonly policyFile?: string;
  readonly policyDirs: readonly string[];
  readonly maxClustersPerProject?: number;
  /** By COE. */
  readonly allowedNetworkDrivers?: Readonly<Record<string, readonly string[] | "all">>;
  /** By COE. */
  readonly defaultNetworkDrivers?: Readonly<Record<string, string>>;
  readonly defaultBootVolumeSizeGib?: number;
  readonly defaultBootVolumeType?: string;
  readonly defaultDockerVolumeType?: string;
  readonly defaultEtcdVolumeType?: string;
  readonly nodesAffinityPolicy?: AffinityPolicy;
  /** Whether nodes check the cloud's certificates. */
  readonly nodesVerifyCa: boolean;
  /** Authorities that nodes believe beside those of their image. */
  readonly nodesCaFile?: string;
  /** The shortest RSA key that is certified. */
  readonly csrRsaBitsMin: number;
  /** Where the keys of clusters' authorities are kept. */
  readonly certManagerType: CertManagerType;
  /** For those that are kept in files. */
  readonly certificateDir: string;
  /** Of clusters' authorities. */
  readonly certificateValidityDays?: number;
  readonly certificateKeyBits?: number;
  readonly certificateKeyType?: AuthorityKeyType;
  /** Of all certificates. */
  readonly certificateHash?: SignatureHash;
  readonly csrAllowedExtensions?: readonly RequestableExtension[];
  readonly csrAllowedKeyUsages?: readonly KeyUsage[];
  readonly observeFirstMs: number;
  readonly observeMostMs: number;
  /** Looking at clusters is put off while this process made as many calls. */
  readonly observeCallsPerMinute?: number;
  readonly observeIdleSeconds?: number;
  /** The service's own session may list the stacks of all projects. */
  readonly heatListsAllProjects: boolean;
  /** Absolute. */
  readonly stateDirectory: string;
  /** A URL as SQLAlchemy writes it; may hold a password. */
  readonly database: string;
  readonly databaseMaxConnections?: number;
  /** Absolute. */
  readonly secretKeyFile: string;
  /** Instead of the file: keys in base64 with commas between, the first one seals. */
  readonly secretKeys?: string;
  /** RabbitMQ, as oslo.messaging writes it; may hold a password. Without one the database alone hands out operations. */
  readonly transportUrl?: string;
  readonly rabbitPrefetch: number;
  /** How others are told of operations; nobody is where it is empty. */
  readonly notificationDrivers: readonly NotificationDriver[];
  readonly notificationTopics: readonly string[];
  readonly notificationExchange: string;
  readonly notificationDurable: boolean;
  /** RabbitMQ, where it is not that of operations; may hold a password. */
  readonly notificationTransportUrl?: string;
  readonly leaseSeconds: number;
  /** How long finished operations and events are kept; 0 for ever. */
  readonly operationRetentionDays: number;
  readonly eventRetentionDays: number;
  /** This machine's name among the services. */
  readonly serviceHost: string;
  readonly serviceDownSeconds: number;
  /** Where health and metrics of this process are told; 0 takes a free port, none without one. */
  readonly healthPort?: number;
  readonly healthHost: string;
  readonly stopGraceSeconds: number;
  readonly logLevel: LogLevel;
  /** In the log directory where it is relative. */
  readonly logFile?: string;
  readonly logDirectory?: string;
  /** Beside a file; without one standard error gets the log anyway. */
  readonly logStderr: boolean;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Lets a command be told every service option. */
export function addServiceOptions(command: Command): void {
  for (const option of serviceOptionTable()) command.addOption(option);
}

/**
 * What a command was told after it parsed its arguments: a flag counts over a variable, that over
 * magnum.conf, that over defaults. An empty variable counts as none.
 *
 * @throws CommanderError after it printed which values are wrong, where, and why.
 */
export function serviceOptionsOf(command: Command, env: Environment): ServiceOptions {
  const { options, problems } = toldOptions(command, env);
  if (problems.length > 0) command.error(problems.map((problem) => `error: ${problem}`).join("\n"));
  return options;
}

/**
 * Reads arguments, the environment and files.
 *
 * @throws CommanderError after it printed help, or which values are wrong, where, and why.
 */
export function readServiceOptions(argv: readonly string[], env: Environment): ServiceOptions {
  const command = new Command("jeroboam").allowExcessArguments(false).exitOverride();
  addServiceOptions(command);
  command.parse(argv, { from: "user" });
  return serviceOptionsOf(command, env);
}
