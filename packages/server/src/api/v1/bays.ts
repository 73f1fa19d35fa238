import type { Cluster } from "@jeroboam/core";
import { z } from "zod";
import { MICROVERSIONS } from "../microversion.ts";
import { LIST_ARGUMENTS, nextPage, parsePage } from "../pagination.ts";
import { patchBodySchema, type PatchRules, readPatch } from "../patch.ts";
import type { ApiRequest, Route } from "../route.ts";
import { targetOf } from "../scope.ts";
import { acceptedAnswer } from "../wire/answer-attribute.ts";
import {
  bayAnswer,
  bayBodySchema,
  bayDetailAnswer,
  bayFaultsOf,
  bayFromWire,
  bayListAnswer,
  bayNodeCountSchema,
  bayToShortWire,
  bayToWire,
} from "../wire/bay.ts";
import { CLUSTER_SORT_KEYS } from "../wire/cluster.ts";
import { readBody } from "../wire/read-body.ts";
import { acceptCluster } from "./cluster-create.ts";
import { CLUSTER_PATCH_RULES, readChange, wishedNodeCount } from "./cluster-patch.ts";
import { ROLLBACK, rollbackOf } from "./rollback.ts";

const PATH = "/v1/bays";
const ITEM = `${PATH}/:bay`;
const { asynchronousBays, rollback, noBays } = MICROVERSIONS;
const PATCH_RULES: PatchRules = { ...CLUSTER_PATCH_RULES, mandatory: ["/baymodel_id"] };
const changeSchema = z.object({ node_count: bayNodeCountSchema.nullish() });

const LISTED = { until: noBays - 1, arguments: LIST_ARGUMENTS } as const;
const CREATED = {
  method: "POST",
  path: PATH,
  name: "post",
  body: bayBodySchema,
  repeatable: true,
} as const;
const CHANGED = { method: "PATCH", path: ITEM, name: "patch", body: patchBodySchema } as const;

/**
 * Clusters under their first name; admins see no other project's here. The oldest microversion
 * answers with the whole bay, as it is when its creation or change has begun.
 *
 * @upstream magnum/api/controllers/v1/bay.py `BaysController`
 * @differs bays count for the quota of clusters
 */
export const bayRoutes: readonly Route[] = [
  {
    method: "GET",
    path: PATH,
    name: "get_all",
    summary: "Lists bays",
    ...LISTED,
    answer: { status: 200, body: bayListAnswer },
    async handle(request) {
      request.enforce("bay:get_all");
      const bays = await pageOf(request);
      const shown = bays.map((bay) => bayToShortWire(bay, request.baseUrl));
      return { status: 200, body: { bays: shown, ...nextPage(request, "bays", bays) } };
    },
  },
  {
    method: "GET",
    path: `${PATH}/detail`,
    name: "detail",
    summary: "Lists bays with all that is known of them",
    ...LISTED,
    answer: { status: 200, body: bayDetailAnswer },
    async handle(request) {
      request.enforce("bay:detail");
      const bays = await pageOf(request);
      const shown = bays.map((bay) => bayToWire(bay, request.baseUrl));
      return { status: 200, body: { bays: shown, ...nextPage(request, "bays/detail", bays) } };
    },
  },
  {
    ...CREATED,
    summary: "Creates a bay and shows it",
    until: asynchronousBays - 1,
    answer: { status: 201, body: bayAnswer, headers: ["Location"] },
    async handle(request) {
      const bay = await create(request);
      const location = `${request.baseUrl}${PATH}/${bay.uuid}`;
      return { status: 201, body: bayToWire(bay, request.baseUrl), headers: { location } };
    },
  },
  {
    ...CREATED,
    summary: "Creates a bay",
    since: asynchronousBays,
    until: noBays - 1,
    answer: { status: 202, body: acceptedAnswer },
    handle: async (request) => accepted(await create(request)),
  },
  {
    method: "GET",
    path: ITEM,
    name: "get_one",
    summary: "Shows a bay",
    until: noBays - 1,
    answer: { status: 200, body: bayAnswer },
    async handle(request) {
      const bay = await find(request);
      request.enforce("bay:get", targetOf(bay));
      return { status: 200, body: { ...bayToWire(bay, request.baseUrl), ...bayFaultsOf(bay) } };
    },
  },
  {
    ...CHANGED,
    summary: "Changes the number of a bay's nodes and shows it",
    until: asynchronousBays - 1,
    answer: { status: 200, body: bayAnswer },
    async handle(request) {
      const bay = await change(request);
      return { status: 200, body: bayToWire(bay, request.baseUrl) };
    },
  },
  {
    ...CHANGED,
    summary: "Changes the number of a bay's nodes",
    since: asynchronousBays,
    until: rollback - 1,
    answer: { status: 202, body: acceptedAnswer },
    handle: async (request) => accepted(await change(request)),
  },
  {
    ...CHANGED,
    summary: "Changes the number of a bay's nodes",
    since: rollback,
    until: noBays - 1,
    arguments: [ROLLBACK],
    answer: { status: 202, body: acceptedAnswer },
    handle: async (request) => accepted(await change(request)),
  },
  {
    method: "DELETE",
    path: ITEM,
    name: "delete",
    summary: "Deletes a bay",
    until: noBays - 1,
    answer: { status: 204 },
    async handle(request) {
      const bay = await find(request);
      request.enforce("bay:delete", targetOf(bay));
      await request.view.clusters.delete(bay.uuid);
      return { status: 204 };
    },
  },
];

async function create(request: ApiRequest): Promise<Cluster> {
  const wish = bayFromWire(readBody(bayBodySchema, request.json(), "bay"));
  return acceptCluster(request, wish, { rule: "bay:create", missingTemplate: 400 });
}

async function change(request: ApiRequest): Promise<Cluster> {
  const isRollback = rollbackOf(request);
  const patch = readPatch(request.json(), PATCH_RULES);
  const bay = await find(request);
  request.enforce("bay:update", targetOf(bay));
  const nodeCount = wishedNodeCount(patch, readChange(bay, patch, changeSchema, "bay").change);
  if (nodeCount === undefined) return bay;
  const wish = { nodeCount, rollback: isRollback };
  const { cluster } = await request.view.clusters.update(bay.uuid, wish);
  return cluster;
}

async function find({ view, parameters }: ApiRequest): Promise<Cluster> {
  return view.clusters.get(parameters["bay"] ?? "");
}

async function pageOf(request: ApiRequest): Promise<readonly Cluster[]> {
  const page = parsePage(request, CLUSTER_SORT_KEYS);
  const { view } = request;
  if (page.marker) await view.clusters.get(page.marker);
  return view.clusters.list(page);
}

function accepted({ uuid }: Cluster) {
  return { status: 202, body: { uuid } };
}
