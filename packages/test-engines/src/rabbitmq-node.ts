import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { isMissing, type Missing } from "./engine.ts";
import { freePort } from "./free-port.ts";
import { findPrograms } from "./program.ts";
import type { Place, Recipe } from "./start-engine.ts";

/** What is done with the programs of RabbitMQ, whether it is one broker or several. */
export interface RabbitMqPrograms {
  readonly rabbitmqctl: string;
  /** Where the nodes find each other, and `rabbitmqctl` finds them. */
  readonly environment: Readonly<Record<string, string>>;
  node(options: RabbitMqNode): Promise<Recipe>;
}

export interface RabbitMqNode {
  readonly name: string;
  /** The names of all nodes of its cluster; none where it is alone. */
  readonly peers: readonly string[];
  /** Whether the port mapper runs beside it. */
  readonly hasMapper: boolean;
}

/** The first bytes of AMQP 0-9-1; a broker that is up answers them. */
const GREETING = Buffer.from("AMQP\0\0\x09\x01", "latin1");
const ANSWER_MS = 1000;
const COOKIE = "only-for-tests";

/** Finds the programs, and a port for an Erlang port mapper of its own. */
export async function findRabbitMq(): Promise<RabbitMqPrograms | Missing> {
  const programs = findPrograms({
    "rabbitmq-server": "rabbitmq-server",
    rabbitmqctl: "rabbitmq-server",
    epmd: "erlang-base",
  });
  if (isMissing(programs)) return programs;
  const mapperPort = String(await freePort());
  const environment = { ERL_EPMD_ADDRESS: "127.0.0.1", ERL_EPMD_PORT: mapperPort };
  return {
    rabbitmqctl: programs.rabbitmqctl,
    environment: { ...environment, RABBITMQ_CTL_ERL_ARGS: `-setcookie ${COOKIE}` },
    async node({ name, peers, hasMapper }) {
      const distributionPort = String(await freePort());
      return {
        name: "rabbitmq",
        setpriv: programs.setpriv,
        url: ({ port }) => `rabbit://guest:guest@127.0.0.1:${port}/`,
        async prepare({ folder, port }) {
          writeFileSync(join(folder, "rabbitmq.conf"), configuration(port, peers));
          writeFileSync(join(folder, "enabled_plugins"), "[].\n");
          writeFileSync(join(folder, "empty"), "");
        },
        // It gives each incarnation of a node a number; a new mapper would give the same one again, and
        // what an old incarnation left in a queue would pass for alive.
        ...(hasMapper
          ? {
              companion: () => ({
                program: programs.epmd,
                arguments: ["-address", "127.0.0.1", "-port", mapperPort],
              }),
            }
          : {}),
        server: ({ folder }) => ({
          program: programs["rabbitmq-server"],
          arguments: ["-noinput"],
          environment: {
            ...environment,
            // The script becomes the broker, instead of staying beside it.
            RABBITMQ_ALLOW_INPUT: "1",
            RABBITMQ_ADVANCED_CONFIG_FILE: `${folder}/advanced.config`,
            RABBITMQ_CONF_ENV_FILE: `${folder}/empty`,
            RABBITMQ_CONFIG_FILE: `${folder}/rabbitmq.conf`,
            RABBITMQ_DIST_PORT: distributionPort,
            RABBITMQ_ENABLED_PLUGINS_FILE: `${folder}/enabled_plugins`,
            RABBITMQ_GENERATED_CONFIG_DIR: `${folder}/generated`,
            RABBITMQ_LOG_BASE: `${folder}/logs`,
            RABBITMQ_LOGS: "-",
            RABBITMQ_MNESIA_BASE: `${folder}/mnesia`,
            RABBITMQ_NODENAME: name,
            RABBITMQ_PID_FILE: `${folder}/pid`,
            RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: `-setcookie ${COOKIE} +S 2:2 +sbwt none -kernel inet_dist_use_interface {127,0,0,1}`,
          },
        }),
        isReady,
      };
    },
  };
}

function configuration(port: number, peers: readonly string[]): string {
  return `listeners.tcp.1 = 127.0.0.1:${port}
log.console = true
log.console.level = warning
log.file = false
disk_free_limit.absolute = 10MB
raft.wal_max_size_bytes = 8388608
${peers.map((peer, index) => `cluster_formation.classic_config.nodes.${index + 1} = ${peer}\n`).join("")}`;
}

async function isReady({ port }: Place): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    const signal = AbortSignal.timeout(ANSWER_MS);
    await once(socket, "connect", { signal });
    socket.write(GREETING);
    await once(socket, "data", { signal });
    return true;
  } finally {
    socket.destroy();
  }
}
