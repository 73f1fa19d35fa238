import { MICROVERSIONS } from "../microversion.ts";
import type { Route } from "../route.ts";
import { targetOf } from "../scope.ts";
import { acceptedAnswer } from "../wire/answer-attribute.ts";
import { credentialAnswer } from "../wire/credential.ts";

const ITEM = "/v1/credentials/:cluster";

/**
 * Credentials of clusters of the own project.
 *
 * @upstream magnum/api/controllers/v1/credential.py `CredentialController`
 */
export const credentialRoutes: readonly Route[] = [
  {
    method: "GET",
    path: ITEM,
    name: "get_one",
    summary: "Tells a cluster's node what it logs in with from now on, and nobody else",
    answer: { status: 200, body: credentialAnswer },
    async handle({ view, parameters, enforce }) {
      const cluster = await view.clusters.get(parameters["cluster"] ?? "");
      enforce("certificate:get", targetOf(cluster));
      const body = await view.clusters.nodeLogin(cluster.uuid);
      return { status: 200, body, headers: { "cache-control": "no-store" } };
    },
  },
  {
    method: "PATCH",
    path: ITEM,
    name: "patch",
    summary: "Gives a cluster a new credential of its own",
    since: MICROVERSIONS.credentials,
    answer: { status: 202, body: acceptedAnswer },
    async handle({ view, parameters, enforce }) {
      const cluster = await view.clusters.get(parameters["cluster"] ?? "");
      enforce("credential:rotate", targetOf(cluster));
      await view.clusters.rotateCredential(cluster.uuid);
      return { status: 202, body: { uuid: cluster.uuid } };
    },
  },
];
