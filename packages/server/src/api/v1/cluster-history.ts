import type { Cluster } from "@jeroboam/core";
import { z } from "zod";
import type { ApiAnswer, ApiRequest, Route } from "../route.ts";
import { scopeOf, targetOf } from "../scope.ts";
import { integer } from "../wire/attribute.ts";
import { eventListAnswer, eventToWire } from "../wire/event.ts";
import { operationListAnswer, operationToWire } from "../wire/operation.ts";
import { readBody } from "../wire/read-body.ts";

const ITEM = "/v1/clusters/:cluster";
const ARGUMENTS = ["after", "limit"];
const argumentsSchema = z.object({
  after: integer(0, Number.MAX_SAFE_INTEGER).default(0),
  limit: integer(1).optional(),
});

/** What was asked of a cluster, and what happened to it; Magnum tells neither. */
export const clusterHistoryRoutes: readonly Route[] = [
  {
    method: "GET",
    path: `${ITEM}/operations`,
    name: "get_all",
    summary: "Lists what was asked of a cluster, in order of acceptance",
    arguments: ARGUMENTS,
    answer: { status: 200, body: operationListAnswer },
    async handle(request) {
      const { clusters, cluster } = await clusterOf(request);
      const { after, limit } = pageOf(request);
      const all = await clusters.operations(cluster.uuid);
      const operations = all.filter(({ sequence }) => sequence > after).slice(0, limit);
      return pageAnswer(request, cluster, "operations", operations.map(operationToWire), limit);
    },
  },
  {
    method: "GET",
    path: `${ITEM}/events`,
    name: "get_all",
    summary: "Lists what happened to a cluster, oldest first",
    arguments: ARGUMENTS,
    answer: { status: 200, body: eventListAnswer },
    async handle(request) {
      const { clusters, cluster } = await clusterOf(request);
      const page = pageOf(request);
      const events = await clusters.events(cluster.uuid, page);
      return pageAnswer(request, cluster, "events", events.map(eventToWire), page.limit);
    },
  },
];

/** A cluster that the caller may see. */
async function clusterOf(request: ApiRequest) {
  const { clusters } = scopeOf(request, "cluster:get_one_all_projects");
  const cluster = await clusters.get(request.parameters["cluster"] ?? "");
  request.enforce("cluster:get", targetOf(cluster));
  return { clusters, cluster };
}

function pageOf({ query, maxLimit }: ApiRequest): {
  readonly after: number;
  readonly limit: number;
} {
  const { after, limit = maxLimit } = readBody(
    argumentsSchema,
    Object.fromEntries(query),
    "arguments",
  );
  return { after, limit: Math.min(limit, maxLimit) };
}

/** The page, and where the list goes on when it is full. */
function pageAnswer(
  { baseUrl }: ApiRequest,
  { uuid }: Cluster,
  resource: "operations" | "events",
  items: readonly { readonly sequence: number }[],
  limit: number,
): ApiAnswer {
  const last = items.at(-1);
  const next = `${baseUrl}/v1/clusters/${uuid}/${resource}?after=${last?.sequence}&limit=${limit}`;
  return {
    status: 200,
    body: { [resource]: items, ...(items.length === limit && { next }) },
  };
}
