import type { Rule } from "../../policy/rule-names.ts";
import { LIST_ARGUMENTS, nextPage, parsePage } from "../pagination.ts";
import type { ApiAnswer, ApiRequest, Route } from "../route.ts";
import { scopeOf, targetOf } from "../scope.ts";
import {
  clusterTemplateAnswer,
  clusterTemplateListAnswer,
} from "../wire/cluster-template-answer.ts";
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
    summary: "Lists cluster templates",
    answer: { status: 200, body: clusterTemplateListAnswer },
    arguments: LIST_ARGUMENTS,
    handle: (request) => list(request, "get_all", "clustertemplates"),
  },
  {
    method: "GET",
    path: `${PATH}/detail`,
    name: "detail",
    summary: "Lists cluster templates, as the short list does",
    answer: { status: 200, body: clusterTemplateListAnswer },
    arguments: LIST_ARGUMENTS,
    handle: (request) => list(request, "detail", "clustertemplates/detail"),
  },
  {
    method: "POST",
    path: PATH,
    name: "post",
    summary: "Creates a cluster template",
    body: clusterTemplateBodySchema,
    answer: { status: 201, body: clusterTemplateAnswer },
    async handle(request) {
      const body = readBody(clusterTemplateBodySchema, request.json(), "cluster_template");
      request.enforce("clustertemplate:create");
      const { clusterTemplates } = scopeOf(request, "clustertemplate:publish");
      const template = await clusterTemplates.create(clusterTemplateFromWire(body));
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
    summary: "Shows a cluster template",
    answer: { status: 200, body: clusterTemplateAnswer },
    async handle(request) {
      const { clusterTemplates } = scopeOf(request, "clustertemplate:get_one_all_projects");
      const template = await clusterTemplates.get(request.parameters["clusterTemplate"] ?? "");
      if (!template.public) request.enforce("clustertemplate:get", targetOf(template));
      return { status: 200, body: clusterTemplateToWire(template, request.baseUrl) };
    },
  },
  {
    method: "DELETE",
    path: ITEM,
    name: "delete",
    summary: "Deletes a cluster template that no cluster uses",
    answer: { status: 204 },
    async handle(request) {
      const { clusterTemplates } = scopeOf(request, "clustertemplate:delete_all_projects");
      const template = await clusterTemplates.get(request.parameters["clusterTemplate"] ?? "");
      request.enforce("clustertemplate:delete", targetOf(template));
      await clusterTemplates.delete(template.uuid);
      return { status: 204 };
    },
  },
];

const LIST_RULES = {
  get_all: { own: "clustertemplate:get_all", all: "clustertemplate:get_all_all_projects" },
  detail: { own: "clustertemplate:detail", all: "clustertemplate:detail_all_projects" },
} as const satisfies Record<string, Record<"own" | "all", Rule>>;

async function list(
  request: ApiRequest,
  kind: keyof typeof LIST_RULES,
  resource: string,
): Promise<ApiAnswer> {
  const { query, baseUrl } = request;
  const rules = LIST_RULES[kind];
  const page = parsePage(query, CLUSTER_TEMPLATE_SORT_KEYS);
  request.enforce(rules.own);
  const { clusterTemplates } = scopeOf(request, rules.all);
  if (page.marker) await clusterTemplates.get(page.marker);
  const templates = await clusterTemplates.list(page);
  return {
    status: 200,
    body: {
      clustertemplates: templates.map((template) => clusterTemplateToWire(template, baseUrl)),
      ...nextPage(baseUrl, resource, query, templates),
    },
  };
}
