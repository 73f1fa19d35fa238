import type { FastifyInstance } from "fastify";

/**
 * Says that the process answers; needs no token.
 *
 * @upstream oslo_middleware/healthcheck/__init__.py
 */
export function registerHealthcheck(app: FastifyInstance): void {
  app.route({
    method: ["GET", "HEAD"],
    url: "/healthcheck",
    handler: (request, reply) => {
      if (request.method === "HEAD") return reply.status(204).send();
      const wantsJson = request.headers.accept?.includes("application/json") ?? false;
      return wantsJson
        ? reply.type("application/json").send({ detailed: false, reasons: ["OK"] })
        : reply.type("text/plain").send("OK");
    },
  });
}
