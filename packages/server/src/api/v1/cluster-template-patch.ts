import { changeOptions, etagOf } from "../etag.ts";
import { applyPatch, changedAttributes, type Document, readPatch } from "../patch.ts";
import type { ApiAnswer, ApiRequest } from "../route.ts";
import { scopeOf, targetOf } from "../scope.ts";
import { clusterTemplateChangeFromWire } from "../wire/cluster-template.ts";
import { requireKnownCoe } from "../wire/coe.ts";
import { readBody } from "../wire/read-body.ts";
import type { TemplateResource } from "./template-resource.ts";

/**
 * Changes a cluster template; an attribute that is removed goes back to what it is when not given.
 *
 * @upstream magnum/api/controllers/v1/cluster_template.py `ClusterTemplatesController.patch`
 * @differs numbers may come as text, as they may when a template is created; `cluster_distro` is
 * not looked at, as there; admins may change other projects' templates, where Magnum's validators
 * look into the own project first and find none
 */
export async function patchTemplate(
  request: ApiRequest,
  resource: TemplateResource,
): Promise<ApiAnswer> {
  const { rules, allProjects, patchRules, argument } = resource;
  const patch = readPatch(request.json(), patchRules);
  const scope = allProjects.update ? scopeOf(request, allProjects.update) : request.view;
  const template = await scope.clusterTemplates.get(request.parameters["clusterTemplate"] ?? "");
  request.enforce(rules.update, targetOf(template));
  const { links: _, ...before } = resource.toWire(template, request.baseUrl);
  const after = applyPatch(before, patch, patchRules.literals);
  const change = readBody(resource.changeSchema, changeOf(before, after), argument);
  requireKnownCoe(change.coe ?? undefined, request.manager.drivers);
  const changed = await scope.clusterTemplates.update(
    template.uuid,
    clusterTemplateChangeFromWire(change),
    { ...changeOptions(request, template), mayPublish: request.allows(rules.publish) },
  );
  const body = resource.toWire(changed, request.baseUrl);
  return { status: 200, body, headers: etagOf(changed) };
}

/** What is different, with null for what is not there any more. */
function changeOf(before: Document, after: Document): Document {
  const names = changedAttributes(before, after);
  return Object.fromEntries(names.map((name) => [name, after[name] ?? null]));
}
