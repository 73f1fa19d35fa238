import { enforce, type Rule } from "../../policy/rules.ts";
import { LIST_ARGUMENTS, nextPage, parsePage } from "../pagination.ts";
import type { ApiAnswer, ApiRequest, Route } from "../route.ts";
import {
  CLUSTER_TEMPLATE_SORT_KEYS,
  clusterTemplateBodySchema,
  clusterTemplateFromWire,
  clusterTemplateToWire,
} from "../wire/cluster-template.ts";
import { readBody } from "../wire/read-body.ts";

const PATH = "/v1/clustertemplates";
const ITEM = `${PATH}/:clusterTemplate`;

/** @upstream magnum/api/controllers/v1/cluster_template.py `ClusterTemplatesController` */
export const clusterTemplateRoutes: readonly Route[] = [
  {
    method: "GET",
    path: PATH,
    name: "get_all",
    arguments: LIST_ARGUMENTS,
    handle: (request) => list(request, "clustertemplate:get_all", "clustertemplates"),
  },
  {
    method: "GET",
    path: `${PATH}/detail`,
    name: "detail",
    arguments: LIST_ARGUMENTS,
    handle: (request) => list(request, "clustertemplate:detail", "clustertemplates/detail"),
  },
  {
    method: "POST",
    path: PATH,
    name: "post",
    async handle(request) {
      const body = readBody(clusterTemplateBodySchema, request.json(), "cluster_template");
      enforce("clustertemplate:create", request.identity);
      const template = await request.view.clusterTemplates.create(clusterTemplateFromWire(body));
      return {
        status: 201,
        body: clusterTemplateToWire(template, request.baseUrl),
        headers: { location: `${request.baseUrl}${PATH}/${template.uuid}` },
      };
    },
  },
  {
    method: "GET",
    path: ITEM,
    name: "get_one",
    async handle({ view, identity, parameters, baseUrl }) {
      enforce("clustertemplate:get", identity);
      const template = await view.clusterTemplates.get(parameters["clusterTemplate"] ?? "");
      return { status: 200, body: clusterTemplateToWire(template, baseUrl) };
    },
  },
  {
    method: "DELETE",
    path: ITEM,
    name: "delete",
    async handle({ view, identity, parameters }) {
      enforce("clustertemplate:delete", identity);
      await view.clusterTemplates.delete(parameters["clusterTemplate"] ?? "");
      return { status: 204 };
    },
  },
];

async function list(request: ApiRequest, rule: Rule, resource: string): Promise<ApiAnswer> {
  const { view, query, baseUrl, identity } = request;
  const page = parsePage(query, CLUSTER_TEMPLATE_SORT_KEYS);
  enforce(rule, identity);
  if (page.marker) await view.clusterTemplates.get(page.marker);
  const templates = await view.clusterTemplates.list(page);
  return {
    status: 200,
    body: {
      clustertemplates: templates.map((template) => clusterTemplateToWire(template, baseUrl)),
      ...nextPage(baseUrl, resource, query, templates),
    },
  };
}
