import type { FastifyInstance } from "fastify";
import type { Health, Readiness } from "./health.ts";

export interface HealthRouteOptions {
  /** Tell also why something is not well; addresses may be in it. Default false. */
  readonly detailed?: boolean;
}

/** Paths that need no token: whether the process lives, and whether it wants to be asked. */
export function registerHealthRoutes(
  app: FastifyInstance,
  health: Health,
  { detailed = false }: HealthRouteOptions = {},
): void {
  app.get("/healthcheck/live", async () => ({ live: true }));
  app.get("/healthcheck/ready", async (_request, reply) => {
    const readiness = await health.readiness();
    return reply.status(readiness.ready ? 200 : 503).send(documentOf(readiness, detailed));
  });
}

function documentOf({ ready, stopping, checks }: Readiness, detailed: boolean): object {
  const shown = Object.entries(checks).map(([name, { ok, required, detail }]) => [
    name,
    { ok, required, ...(detailed ? { detail } : {}) },
  ]);
  return { ready, stopping, checks: Object.fromEntries(shown) };
}
