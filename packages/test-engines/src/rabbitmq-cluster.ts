import { run } from "./command.ts";
import { type BrokerCluster, type Engine, isMissing, type Missing } from "./engine.ts";
import { findRabbitMq } from "./rabbitmq-node.ts";
import { startEngine } from "./start-engine.ts";

const NAMES = ["jeroboam1@localhost", "jeroboam2@localhost", "jeroboam3@localhost"];

/** Starts three RabbitMQ nodes that are one broker. */
export async function startRabbitMqCluster(): Promise<BrokerCluster | Missing> {
  const programs = await findRabbitMq();
  if (isMissing(programs)) return programs;
  const nodes = new Map<string, Engine>();
  const startNode = async (name: string, hasMapper: boolean) => {
    nodes.set(name, await startEngine(await programs.node({ name, peers: NAMES, hasMapper })));
  };
  const stop = async () => {
    // The first one's port mapper is that of all.
    for (const name of NAMES.toReversed()) await nodes.get(name)?.stop();
  };
  const [first = "", ...others] = NAMES;
  try {
    await startNode(first, true);
    const joined = await Promise.allSettled(others.map((name) => startNode(name, false)));
    for (const one of joined) if (one.status === "rejected") throw one.reason;
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    nodes: [...nodes.values()],
    async leaderOf(queue, asked) {
      const [name = ""] = [...nodes].find(([, node]) => node === asked) ?? [];
      const said = await run(
        {
          program: programs.rabbitmqctl,
          arguments: ["--quiet", "--node", name, "list_queues", "name", "leader"],
          environment: programs.environment,
        },
        asked.folder,
      );
      const line = said.split("\n").find((text) => text.startsWith(`${queue}\t`));
      return nodes.get(line?.split("\t")[1] ?? "");
    },
    stop,
  };
}
