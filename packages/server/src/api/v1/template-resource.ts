import type { ClusterTemplate, ClusterTemplateRequest } from "@jeroboam/core";
import type { z } from "zod";
import type { Rule } from "../../policy/rule-names.ts";
import { changeOptions, etagOf } from "../etag.ts";
import { jsonPage } from "../json-page.ts";
import type { Microversion } from "../microversion.ts";
import { LIST_ARGUMENTS, nextPage, parsePage } from "../pagination.ts";
import { type PatchRules, patchBodySchema } from "../patch.ts";
import { rememberLast } from "../remember-last.ts";
import type { ApiAnswer, ApiRequest, Route } from "../route.ts";
import { scopeOf, targetOf } from "../scope.ts";
import type { clusterTemplateAnswer } from "../wire/cluster-template-answer.ts";
import {
  CLUSTER_TEMPLATE_SORT_KEYS,
  type ClusterTemplateBody,
  type ClusterTemplateChangeBody,
  clusterTemplateFromWire,
} from "../wire/cluster-template.ts";
import { requireKnownCoe } from "../wire/coe.ts";
import { readBody } from "../wire/read-body.ts";
import { patchTemplate } from "./cluster-template-patch.ts";

type Action = "get_all" | "detail" | "get" | "create" | "update" | "delete" | "publish";

/** One of the names under which the API has cluster templates. */
export interface TemplateResource {
  readonly plural: "clustertemplates" | "baymodels";
  /** What a text about the body calls it. */
  readonly argument: string;
  /** For the API document. */
  readonly noun: string;
  readonly until?: Microversion;
  readonly rules: Readonly<Record<Action, Rule>>;
  /** Action → rule that opens every project's; where there is none, only the own are there. */
  readonly allProjects: Readonly<Partial<Record<Action, Rule>>>;
  readonly patchRules: PatchRules;
  readonly bodySchema: z.ZodType<ClusterTemplateBody>;
  readonly changeSchema: z.ZodType<ClusterTemplateChangeBody>;
  readonly answer: z.ZodType;
  readonly listAnswer: z.ZodType;
  /** Fills in what the body left to the service. */
  complete(request: ClusterTemplateRequest): ClusterTemplateRequest;
  toWire(
    template: ClusterTemplate,
    baseUrl: string,
  ): Partial<z.input<typeof clusterTemplateAnswer>>;
}

/** Lists, shows, creates, changes and deletes cluster templates. */
export function templateRoutes(resource: TemplateResource): readonly Route[] {
  const { plural, noun, rules, bodySchema } = resource;
  const collection = `/v1/${plural}`;
  const item = `${collection}/:clusterTemplate`;
  const until = resource.until === undefined ? {} : { until: resource.until };
  const toJson = rememberLast((template: ClusterTemplate, baseUrl: string) =>
    JSON.stringify(resource.toWire(template, baseUrl)),
  );
  return [
    {
      method: "GET",
      path: collection,
      name: "get_all",
      summary: `Lists ${noun}s`,
      ...until,
      arguments: LIST_ARGUMENTS,
      answer: { status: 200, body: resource.listAnswer },
      handle: (request) => list(request, resource, "get_all", toJson),
    },
    {
      method: "GET",
      path: `${collection}/detail`,
      name: "detail",
      summary: `Lists ${noun}s, as the short list does`,
      ...until,
      arguments: LIST_ARGUMENTS,
      answer: { status: 200, body: resource.listAnswer },
      handle: (request) => list(request, resource, "detail", toJson),
    },
    {
      method: "POST",
      path: collection,
      name: "post",
      summary: `Creates a ${noun}`,
      ...until,
      body: bodySchema,
      repeatable: true,
      answer: { status: 201, body: resource.answer, headers: ["Location", "ETag"] },
      async handle(request) {
        const body = readBody(bodySchema, request.json(), resource.argument);
        requireKnownCoe(body.coe, request.manager.drivers);
        const wish = resource.complete(clusterTemplateFromWire(body));
        const authorize = () => request.enforce(rules.create);
        const mayPublish = request.allows(rules.publish);
        const { clusterTemplates } = request.view;
        const template = await clusterTemplates.create(wish, { authorize, mayPublish });
        const location = `${request.baseUrl}${collection}/${template.uuid}`;
        const answer = resource.toWire(template, request.baseUrl);
        return { status: 201, body: answer, headers: { location, ...etagOf(template) } };
      },
    },
    {
      method: "GET",
      path: item,
      name: "get_one",
      summary: `Shows a ${noun}`,
      ...until,
      answer: { status: 200, body: resource.answer, headers: ["ETag"] },
      async handle(request) {
        const template = await find(request, resource, "get");
        if (!template.public) request.enforce(rules.get, targetOf(template));
        const answer = resource.toWire(template, request.baseUrl);
        return { status: 200, body: answer, headers: etagOf(template) };
      },
    },
    {
      method: "PATCH",
      path: item,
      name: "patch",
      summary: `Changes a ${noun}`,
      ...until,
      body: patchBodySchema,
      answer: { status: 200, body: resource.answer, headers: ["ETag"] },
      conditional: true,
      handle: (request) => patchTemplate(request, resource),
    },
    {
      method: "DELETE",
      path: item,
      name: "delete",
      summary: `Deletes a ${noun} that nothing uses`,
      ...until,
      answer: { status: 204 },
      conditional: true,
      async handle(request) {
        const template = await find(request, resource, "delete");
        request.enforce(rules.delete, targetOf(template));
        const options = changeOptions(request, template);
        await templatesFor(request, resource, "delete").delete(template.uuid, options);
        return { status: 204 };
      },
    },
  ];
}

/** The templates that the caller may do this to. */
function templatesFor(request: ApiRequest, { allProjects }: TemplateResource, action: Action) {
  const rule = allProjects[action];
  return (rule === undefined ? request.view : scopeOf(request, rule)).clusterTemplates;
}

async function find(request: ApiRequest, resource: TemplateResource, action: Action) {
  const identifier = request.parameters["clusterTemplate"] ?? "";
  return templatesFor(request, resource, action).get(identifier);
}

async function list(
  request: ApiRequest,
  resource: TemplateResource,
  action: "get_all" | "detail",
  toJson: (template: ClusterTemplate, baseUrl: string) => string,
): Promise<ApiAnswer> {
  const { baseUrl } = request;
  const { plural } = resource;
  const page = parsePage(request, CLUSTER_TEMPLATE_SORT_KEYS);
  request.enforce(resource.rules[action]);
  const clusterTemplates = templatesFor(request, resource, action);
  if (page.marker) await clusterTemplates.get(page.marker);
  const templates = await clusterTemplates.list(page);
  const path = action === "detail" ? `${plural}/detail` : plural;
  const rows = templates.map((template) => toJson(template, baseUrl));
  const { next } = nextPage(request, path, templates);
  return { status: 200, json: jsonPage(plural, rows, next) };
}
