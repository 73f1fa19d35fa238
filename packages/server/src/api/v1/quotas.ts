import { QUOTA_RESOURCES, type QuotaResource } from "@jeroboam/core";
import { z } from "zod";
import { ApiError, badRequest, invalidInput } from "../api-error.ts";
import { LIST_ARGUMENTS, type ListRequest, nextPage, parsePage } from "../pagination.ts";
import type { ApiRequest, Route } from "../route.ts";
import { scopeOf } from "../scope.ts";
import { boolean } from "../wire/attribute.ts";
import {
  QUOTA_SORT_KEYS,
  quotaAnswer,
  quotaBodySchema,
  quotaFromWire,
  quotasAnswer,
  quotaToWire,
} from "../wire/quota.ts";
import { readBody } from "../wire/read-body.ts";

const PATH = "/v1/quotas";
const ITEM = `${PATH}/:project/:resource`;
const ALL_TENANTS = "all_tenants";
const allTenantsSchema = z.object({ [ALL_TENANTS]: boolean.optional() });

/**
 * @upstream magnum/api/controllers/v1/quota.py `QuotaController`
 * @differs a page of every project's quotas goes on with every project's; Magnum forgets `all_tenants`
 */
export const quotaRoutes: readonly Route[] = [
  {
    method: "GET",
    path: PATH,
    name: "get_all",
    summary: "Lists the limits that projects were given, or the own project's",
    arguments: [...LIST_ARGUMENTS, ALL_TENANTS],
    answer: { status: 200, body: quotasAnswer },
    async handle(request) {
      const { query, view, everything } = request;
      const page = pageOf(request);
      const { all_tenants: allTenants = false } = readBody(
        allTenantsSchema,
        Object.fromEntries(query),
        ALL_TENANTS,
      );
      request.enforce("quota:get_all");
      const { quotas } = allTenants && request.allows("context_is_admin") ? everything : view;
      const rows = await quotas.list(page);
      const marked = rows.map(({ id }) => ({ uuid: String(id) }));
      return {
        status: 200,
        body: {
          quotas: rows.map(quotaToWire),
          ...nextPage(request, "quotas", marked, [ALL_TENANTS]),
        },
      };
    },
  },
  {
    method: "POST",
    path: PATH,
    name: "post",
    summary: "Limits how many clusters a project may have",
    body: quotaBodySchema,
    repeatable: true,
    answer: { status: 201, body: quotaAnswer },
    async handle(request) {
      const body = readBody(quotaBodySchema, request.json(), "quota");
      request.enforce("quota:create");
      if (!body.project_id) throw badRequest("Must provide a valid project ID.");
      const quota = await request.everything.quotas.create(quotaFromWire(body, body.project_id));
      return { status: 201, body: quotaToWire(quota) };
    },
  },
  {
    method: "GET",
    path: ITEM,
    name: "get_one",
    summary: "Shows a project's limit, or the default where it was given none",
    answer: { status: 200, body: quotaAnswer },
    async handle(request) {
      request.enforce("quota:get");
      const { quotas } = scopeOf(request, "context_is_admin");
      const { project, resource } = itemOf(request);
      return { status: 200, body: quotaToWire(await quotas.get(project, resource)) };
    },
  },
  {
    method: "PATCH",
    path: ITEM,
    name: "patch",
    summary: "Changes a project's limit",
    body: quotaBodySchema,
    answer: { status: 202, body: quotaAnswer },
    async handle(request) {
      const body = readBody(quotaBodySchema, request.json(), "quotapatch");
      request.enforce("quota:update");
      const { project, resource } = itemOf(request);
      const change = { ...quotaFromWire(body, project), resource };
      return { status: 202, body: quotaToWire(await request.everything.quotas.update(change)) };
    },
  },
  {
    method: "DELETE",
    path: ITEM,
    name: "delete",
    summary: "Takes a project's own limit away; the default holds again",
    answer: { status: 204 },
    async handle(request) {
      request.enforce("quota:delete");
      const { project, resource } = itemOf(request);
      await request.everything.quotas.delete(project, resource);
      return { status: 204 };
    },
  },
];

/**
 * Which limit the path names, in small letters or large.
 *
 * @differs Magnum shows the default also for a resource that it does not limit
 */
function itemOf({ parameters }: ApiRequest): { project: string; resource: QuotaResource } {
  const { project = "", resource: name = "" } = parameters;
  const resource = QUOTA_RESOURCES.find((known) => known.toLowerCase() === name.toLowerCase());
  if (resource) return { project, resource };
  throw new ApiError(404, `Quota could not be found: project_id ${project} resource ${name}.`);
}

/** A page of quotas begins after an id, not after a uuid. */
function pageOf({ query, maxLimit }: ListRequest) {
  const unmarked = new Map([...query].filter(([name]) => name !== "marker"));
  const { marker: _, ...page } = parsePage({ query: unmarked, maxLimit }, QUOTA_SORT_KEYS);
  const text = query.get("marker");
  if (text === undefined) return page;
  if (!/^\s*[+-]?\d{1,15}\s*$/.test(text))
    throw invalidInput(
      "marker",
      text,
      `unable to convert to int. Error: invalid literal for int() with base 10: '${text}'`,
    );
  const marker = Number(text);
  // As in Magnum, 0 is no marker.
  return marker === 0 ? page : { ...page, marker };
}
