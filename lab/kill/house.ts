import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Store } from "@jeroboam/core";
import { createRandom, type Simulator, startSimulator } from "@jeroboam/openstack-simulator";
import {
  createSecretBox,
  loadSecretKeys,
  openSqlStore,
  parseDatabaseUrl,
  sealedSecretsOf,
  upgradeDatabase,
} from "@jeroboam/sql-store";
import { type Engine, isMissing, type Missing, startRabbitMq } from "@jeroboam/test-engines";
import { freePort } from "../support/free-port.ts";
import { CLOUD_SPEED, LEASE_SECONDS, PASSWORD } from "./settings.ts";
import { startDatabase } from "./database.ts";
import { type KeptSecrets, keptSecrets } from "./kept-secrets.ts";
import type { LogLine } from "./log-line.ts";
import type { KillOptions } from "./options.ts";
import { compiledInto, type ServiceProcess, startServiceProcess } from "./service-process.ts";
import { createStrikes, type Strikes } from "./strikes.ts";

/** Everything of one run: the cloud, the database, the broker and the processes of the service. */
export interface House {
  readonly simulator: Simulator;
  readonly processes: readonly ServiceProcess[];
  readonly strikes: Strikes;
  /** How many calls the cloud has served. */
  callsServed(): number;
  /** The database's servers and the broker, where there are such. */
  readonly engines: readonly Engine[];
  /** The same rows as the processes see. */
  readonly store: Store;
  keptSecrets(): Promise<KeptSecrets>;
  origins(): readonly string[];
  /** While an engine is down, processes may end by themselves. */
  setEngineDown(isDown: boolean): void;
  close(): Promise<void>;
}

export interface HouseOptions extends Omit<KillOptions, "minutes" | "clients"> {
  readonly apis: number;
  readonly conductors: number;
}

/** Builds the house; answers what is missing on this machine where it cannot. */
export async function buildHouse(options: HouseOptions): Promise<House | Missing> {
  const { seed, kills } = options;
  const database = await startDatabase(options.database);
  if (isMissing(database)) return database;
  const broker = options.broker ? await startRabbitMq() : undefined;
  if (broker && isMissing(broker)) {
    await database.close();
    return broker;
  }
  const processes: ServiceProcess[] = [];
  const strikes = createStrikes({
    kills,
    random: createRandom(`${seed}/kills`),
    processes: () => processes,
  });
  let served = 0;
  const simulator = await startSimulator({
    seed,
    password: PASSWORD,
    clock: { mode: "scaled", factor: CLOUD_SPEED },
    onServed(call) {
      served += 1;
      strikes.onServed(call);
    },
  });
  const keyFile = join(database.folder, "secret.key");
  const certificateFolder = join(database.folder, "certificates");
  const location = parseDatabaseUrl(database.urls[0]);
  const secretBox = createSecretBox(await loadSecretKeys(keyFile));
  await upgradeDatabase(location);
  const store = await openSqlStore({ location, secretBox });

  // Not this machine's own.
  const configuration = join(database.folder, "magnum.conf");
  await writeFile(configuration, "[DEFAULT]\n");
  const shared = {
    ...simulator.environment("magnum"),
    ...(await compiledInto(join(database.folder, "compiled"))),
    HOME: database.folder,
    JEROBOAM_CONFIG_FILE: configuration,
    JEROBOAM_TRUSTEE_DOMAIN: "magnum",
    JEROBOAM_TRUSTEE_DOMAIN_ADMIN: "magnum_domain_admin",
    JEROBOAM_TRUSTEE_DOMAIN_ADMIN_PASSWORD: PASSWORD,
    JEROBOAM_STATE_DIRECTORY: database.folder,
    JEROBOAM_SECRET_KEY_FILE: keyFile,
    JEROBOAM_CERT_MANAGER_TYPE: options.certificates,
    // Made in no time.
    JEROBOAM_CERTIFICATE_KEY_TYPE: "p256",
    JEROBOAM_CERTIFICATE_DIR: certificateFolder,
    JEROBOAM_CLUSTER_CREDENTIALS: options.credentials,
    ...(broker && { JEROBOAM_TRANSPORT_URL: broker.url }),
    JEROBOAM_LEASE_SECONDS: String(LEASE_SECONDS),
    JEROBOAM_OBSERVE_CALLS_PER_MINUTE: "1000000",
    JEROBOAM_OBSERVE_FIRST_MS: "100",
    JEROBOAM_OBSERVE_MOST_MS: "500",
    JEROBOAM_MAX_CLUSTERS_PER_PROJECT: "100000",
    JEROBOAM_LOG_LEVEL: "debug",
  };
  let isEngineDown = false;
  const begin = async (command: "all" | "api" | "conductor", name: string) => {
    const { urls } = database;
    const databaseUrl = urls[processes.length % urls.length] ?? urls[0];
    const port = command === "conductor" ? undefined : await freePort();
    processes.push(
      startServiceProcess({
        name,
        command,
        origin: port === undefined ? undefined : `http://127.0.0.1:${port}`,
        env: {
          ...shared,
          JEROBOAM_SERVICE_HOST: name,
          JEROBOAM_DATABASE: databaseUrl,
          ...(port !== undefined && { JEROBOAM_PORT: String(port) }),
        },
        onLine: (process: ServiceProcess, line: LogLine) => strikes.onLine(process, line),
        mayEnd: () => isEngineDown,
      }),
    );
  };
  if (options.database === "sqlite") await begin("all", "all");
  else {
    for (let nth = 1; nth <= options.apis; nth += 1) await begin("api", `api-${nth}`);
    for (let nth = 1; nth <= options.conductors; nth += 1)
      await begin("conductor", `conductor-${nth}`);
  }
  return {
    simulator,
    processes,
    strikes,
    engines: [...database.engines, ...(broker ? [broker] : [])],
    store,
    keptSecrets: () =>
      keptSecrets({
        cloud: simulator.inspection,
        certificateFolder,
        sealed: () => sealedSecretsOf(location, secretBox),
      }),
    callsServed: () => served,
    origins: () => processes.flatMap(({ origin }) => (origin === undefined ? [] : [origin])),
    setEngineDown(isDown) {
      isEngineDown = isDown;
    },
    async close() {
      await Promise.all(processes.map((process) => process.stop("SIGKILL")));
      await store.close();
      await simulator.close();
      await broker?.stop();
      await database.close();
    },
  };
}
