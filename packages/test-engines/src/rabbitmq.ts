import { type Engine, isMissing, type Missing } from "./engine.ts";
import { findRabbitMq } from "./rabbitmq-node.ts";
import { startEngine } from "./start-engine.ts";

/** Starts a RabbitMQ of one node. */
export async function startRabbitMq(): Promise<Engine | Missing> {
  const programs = await findRabbitMq();
  if (isMissing(programs)) return programs;
  return startEngine(
    await programs.node({ name: "jeroboam@localhost", peers: [], hasMapper: true }),
  );
}
