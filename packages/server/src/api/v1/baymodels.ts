import { generatedName } from "@jeroboam/core";
import { MICROVERSIONS } from "../microversion.ts";
import type { Route } from "../route.ts";
import {
  baymodelAnswer,
  baymodelBodySchema,
  baymodelListAnswer,
  baymodelToWire,
} from "../wire/baymodel.ts";
import { NEVER_REMOVED } from "./cluster-templates.ts";
import { templateRoutes } from "./template-resource.ts";

/**
 * Cluster templates under their first name; admins see no other project's here.
 *
 * @upstream magnum/api/controllers/v1/baymodel.py `BayModelsController`
 * @differs `hidden` needs the same right as `public`
 */
export const baymodelRoutes: readonly Route[] = templateRoutes({
  plural: "baymodels",
  argument: "baymodel",
  noun: "baymodel",
  until: MICROVERSIONS.noBays - 1,
  rules: {
    get_all: "baymodel:get_all",
    detail: "baymodel:detail",
    get: "baymodel:get",
    create: "baymodel:create",
    update: "baymodel:update",
    delete: "baymodel:delete",
    publish: "baymodel:publish",
  },
  allProjects: {},
  patchRules: {
    internal: [],
    mandatory: [...NEVER_REMOVED, "/keypair_id"],
    literals: ["/labels"],
  },
  bodySchema: baymodelBodySchema,
  changeSchema: baymodelBodySchema.partial(),
  answer: baymodelAnswer,
  listAnswer: baymodelListAnswer,
  complete: (request) => ({ ...request, name: request.name ?? generatedName("model") }),
  toWire: baymodelToWire,
});
