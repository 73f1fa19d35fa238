import { badRequest } from "../api-error.ts";
import { MICROVERSIONS } from "../microversion.ts";
import type { Route } from "../route.ts";
import { targetOf } from "../scope.ts";
import { acceptedAnswer } from "../wire/answer-attribute.ts";

/**
 * Credentials of clusters of the own project. No driver can rotate them yet.
 *
 * @upstream magnum/api/controllers/v1/credential.py `CredentialController`
 */
export const credentialRoutes: readonly Route[] = [
  {
    method: "PATCH",
    path: "/v1/credentials/:cluster",
    name: "patch",
    summary: "Gives a cluster a new credential of its own",
    since: MICROVERSIONS.credentials,
    answer: { status: 202, body: acceptedAnswer },
    async handle({ view, parameters, enforce }) {
      const cluster = await view.clusters.get(parameters["cluster"] ?? "");
      enforce("credential:rotate", targetOf(cluster));
      throw badRequest("Credential rotation is not supported by driver.");
    },
  },
];
