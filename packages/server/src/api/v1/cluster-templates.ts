import type { Route } from "../route.ts";
import {
  clusterTemplateAnswer,
  clusterTemplateListAnswer,
} from "../wire/cluster-template-answer.ts";
import {
  clusterTemplateBodySchema,
  clusterTemplateChangeSchema,
  clusterTemplateToWire,
} from "../wire/cluster-template.ts";
import { templateRoutes } from "./template-resource.ts";

/** What cannot be removed, because a template is none without it. */
export const NEVER_REMOVED = [
  "/coe",
  "/image_id",
  "/network_driver",
  "/external_network_id",
  "/tls_disabled",
  "/public",
  "/server_type",
  "/registry_enabled",
  "/cluster_distro",
  "/hidden",
] as const;

/** @upstream magnum/api/controllers/v1/cluster_template.py `ClusterTemplatesController` */
export const clusterTemplateRoutes: readonly Route[] = templateRoutes({
  plural: "clustertemplates",
  argument: "cluster_template",
  noun: "cluster template",
  rules: {
    get_all: "clustertemplate:get_all",
    detail: "clustertemplate:detail",
    get: "clustertemplate:get",
    create: "clustertemplate:create",
    update: "clustertemplate:update",
    delete: "clustertemplate:delete",
    publish: "clustertemplate:publish",
  },
  allProjects: {
    get_all: "clustertemplate:get_all_all_projects",
    detail: "clustertemplate:detail_all_projects",
    get: "clustertemplate:get_one_all_projects",
    update: "clustertemplate:update_all_projects",
    delete: "clustertemplate:delete_all_projects",
  },
  patchRules: { internal: [], mandatory: NEVER_REMOVED, literals: ["/labels"] },
  bodySchema: clusterTemplateBodySchema,
  changeSchema: clusterTemplateChangeSchema,
  answer: clusterTemplateAnswer,
  listAnswer: clusterTemplateListAnswer,
  complete: (request) => request,
  toWire: clusterTemplateToWire,
});
