import type { Rule } from "../../policy/rule-names.ts";
import { ApiError, badRequest } from "../api-error.ts";
import { LIST_ARGUMENTS, parsePage } from "../pagination.ts";
import { patchBodySchema, readPatch } from "../patch.ts";
import type { ApiAnswer, ApiRequest, Route } from "../route.ts";
import { acceptedAnswer } from "../wire/answer-attribute.ts";
import {
  FEDERATION_SORT_KEYS,
  federationAnswer,
  federationBodySchema,
  federationListAnswer,
} from "../wire/federation.ts";
import { readBody } from "../wire/read-body.ts";
import { ROLLBACK, rollbackOf } from "./rollback.ts";

const PATH = "/v1/federations";
const ITEM = `${PATH}/:federation`;

/**
 * Federations, of which there are none.
 *
 * @upstream magnum/api/controllers/v1/federation.py `FederationsController`
 * @differs a request for one is refused; Magnum accepts it, makes nothing and stores nothing
 */
export const federationRoutes: readonly Route[] = [
  {
    method: "GET",
    path: PATH,
    name: "get_all",
    summary: "Lists federations",
    arguments: LIST_ARGUMENTS,
    answer: { status: 200, body: federationListAnswer },
    handle: async (request) => listFederations(request, "federation:get_all"),
  },
  {
    method: "GET",
    path: `${PATH}/detail`,
    name: "detail",
    summary: "Lists federations with all that is known of them",
    arguments: LIST_ARGUMENTS,
    answer: { status: 200, body: federationListAnswer },
    handle: async (request) => listFederations(request, "federation:detail"),
  },
  {
    method: "POST",
    path: PATH,
    name: "post",
    summary: "Refuses to create a federation, which is not supported",
    body: federationBodySchema,
    answer: { status: 202, body: acceptedAnswer },
    handle: createFederation,
  },
  {
    method: "GET",
    path: ITEM,
    name: "get_one",
    summary: "Shows a federation",
    answer: { status: 200, body: federationAnswer },
    async handle({ parameters, enforce }) {
      enforce("federation:get");
      throw federationNotFound(parameters["federation"]);
    },
  },
  {
    method: "PATCH",
    path: ITEM,
    name: "patch",
    summary: "Changes who belongs to a federation",
    arguments: [ROLLBACK],
    body: patchBodySchema,
    answer: { status: 202, body: acceptedAnswer },
    async handle(request) {
      rollbackOf(request);
      readPatch(request.json(), { internal: [], mandatory: [] });
      request.enforce("federation:update");
      throw federationNotFound(request.parameters["federation"]);
    },
  },
  {
    method: "DELETE",
    path: ITEM,
    name: "delete",
    summary: "Deletes a federation",
    answer: { status: 204 },
    async handle({ parameters, enforce }) {
      enforce("federation:delete");
      throw federationNotFound(parameters["federation"]);
    },
  },
];

function listFederations(request: ApiRequest, rule: Rule): ApiAnswer {
  const { marker } = parsePage(request, FEDERATION_SORT_KEYS);
  request.enforce(rule);
  if (marker !== undefined) throw federationNotFound(marker);
  return { status: 200, body: { federations: [] } };
}

/** @upstream magnum/api/attr_validator.py `validate_federation_hostcluster`, `validate_federation_properties` */
async function createFederation(request: ApiRequest): Promise<ApiAnswer> {
  const body = readBody(federationBodySchema, request.json(), "federation");
  request.enforce("federation:create");
  if (body.hostcluster_id == null)
    throw badRequest("No hostcluster specified. Please specify a hostcluster_id.");
  await request.view.clusters.get(body.hostcluster_id);
  if (body.properties == null)
    throw badRequest("Please specify a `properties` dict for the federation.");
  if (body.properties["dns-zone"] === undefined)
    throw badRequest("No DNS zone specified. Please specify a `dns-zone`.");
  throw badRequest("Creating a federation is not supported.");
}

function federationNotFound(identifier = ""): ApiError {
  return new ApiError(404, `Federation ${identifier} could not be found.`);
}
