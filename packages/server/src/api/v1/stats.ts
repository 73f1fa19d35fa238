import { badRequest } from "../api-error.ts";
import type { Route } from "../route.ts";
import { scopeOf } from "../scope.ts";
import { statsAnswer, statsToWire } from "../wire/stats.ts";

/** @upstream magnum/api/controllers/v1/stats.py `StatsController` */
export const statsRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/v1/stats",
    name: "get_all",
    summary: "Counts clusters and their nodes, of one project or of all",
    arguments: ["project_id", "type"],
    answer: { status: 200, body: statsAnswer },
    async handle(request) {
      const { query } = request;
      request.enforce("stats:get_all");
      if ((query.get("type") ?? "cluster").toLowerCase() !== "cluster")
        throw badRequest("Invalid stats type. Allowed values are 'cluster'");
      const { stats } = scopeOf(request, "context_is_admin");
      const totals = await stats.get(query.get("project_id") || undefined);
      return { status: 200, body: statsToWire(totals) };
    },
  },
];
