import { type Logger, messageOf } from "@jeroboam/core";
import fastify from "fastify";
import { type HealthcheckOptions, registerHealthcheck } from "../api/healthcheck.ts";
import type { Metrics } from "../metrics/metrics.ts";
import type { Health } from "./health.ts";
import { registerHealthRoutes } from "./health-routes.ts";

export interface HealthServerOptions {
  readonly health: Health;
  readonly metrics: Pick<Metrics, "contentType" | "render">;
  readonly healthcheck?: HealthcheckOptions;
  readonly log: Logger;
}

/** A port of its own for those who watch the process: health with details, and metrics. */
export interface HealthServer {
  /** Begins to listen and answers the address, `http://host:port`. Port 0 takes a free one. */
  listen(address: { readonly host: string; readonly port: number }): Promise<string>;
  close(): Promise<void>;
}

/** Answers `/healthcheck`, `/healthcheck/live`, `/healthcheck/ready` and `/metrics`. */
export function createHealthServer(options: HealthServerOptions): HealthServer {
  const { health, metrics, healthcheck, log } = options;
  const app = fastify({ forceCloseConnections: true });
  app.setErrorHandler(async (error, _request, reply) => {
    log.error({ message: messageOf(error) }, "health or metrics could not be told");
    return reply.status(500).type("text/plain").send("internal error\n");
  });
  registerHealthRoutes(app, health, { detailed: true });
  registerHealthcheck(app, healthcheck);
  app.get("/metrics", async (_request, reply) => {
    const text = await metrics.render();
    return reply.type(metrics.contentType).send(text);
  });
  return { listen: (address) => app.listen(address), close: () => app.close() };
}
